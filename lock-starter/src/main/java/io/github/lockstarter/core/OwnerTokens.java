package io.github.lockstarter.core;

import io.github.lockstarter.store.OwnerToken;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes owner tokens: a new one for each lease, all with the name of this instance. */
final class OwnerTokens {

    private static final HexFormat HEX = HexFormat.of();

    private final SecureRandom random = new SecureRandom();

    private final String instance = host() + ":" + ProcessHandle.current().pid() + ":" + randomHex(4);

    /** @param permits how many may hold the lock at once */
    OwnerToken next(int permits) {
        return new OwnerToken(randomHex(16) + "@" + instance).withPermits(permits);
    }

    /** What follows the {@code @} in all of them. */
    String instance() {
        return instance;
    }

    private String randomHex(int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return HEX.formatHex(drawn);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "_");
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }
}
