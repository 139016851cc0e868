package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.LockConfigurationException;
import io.lettuce.core.RedisURI;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The nodes of a Redlock as they stand in the properties. */
final class RedlockUris {

    private static final String ACTION =
            "Write each of distributed-lock.redlock.nodes as redis://host:6379, or rediss://user:password@host:6379 with TLS and credentials, or plainly host:6379.";

    private RedlockUris() {}

    /** @throws LockConfigurationException if one is no address, or there twice */
    static List<RedisURI> of(DistributedLockProperties.Redlock redlock) {
        Set<String> seen = new HashSet<>();
        return redlock.nodes().stream()
                .map(node -> {
                    RedisURI uri = uri(node.trim(), redlock);
                    if (!seen.add(uri.getHost() + ":" + uri.getPort())) {
                        throw new LockConfigurationException(
                                "%s:%d is there twice in distributed-lock.redlock.nodes: one server would have two votes."
                                        .formatted(uri.getHost(), uri.getPort()),
                                "Name each server once; there should be an odd number of them, three or five.");
                    }
                    return uri;
                })
                .toList();
    }

    private static RedisURI uri(String node, DistributedLockProperties.Redlock redlock) {
        try {
            URI given = URI.create(node.contains("://") ? node : "redis://" + node);
            boolean tls = "rediss".equals(given.getScheme());
            if (!tls && !"redis".equals(given.getScheme()) || given.getHost() == null) {
                throw wrong(node, null);
            }
            RedisURI.Builder uri = RedisURI.builder(RedisURI.create(given))
                    .withSsl(tls || redlock.ssl().isEnabled());
            String password = redlock.password();
            if (given.getUserInfo() == null && password != null) {
                return withCredentials(uri, redlock.username(), password).build();
            }
            return uri.build();
        } catch (IllegalArgumentException e) {
            throw wrong(node, e);
        }
    }

    private static RedisURI.Builder withCredentials(RedisURI.Builder uri, @Nullable String username, String password) {
        return username == null || username.isEmpty()
                ? uri.withPassword(password.toCharArray())
                : uri.withAuthentication(username, password.toCharArray());
    }

    /** Not with what was given, which may have a password in it. */
    private static LockConfigurationException wrong(String node, @Nullable IllegalArgumentException cause) {
        String shown = node.replaceAll("//.*@", "//...@");
        return new LockConfigurationException(
                "'%s' in distributed-lock.redlock.nodes is no address of a Redis server.".formatted(shown),
                ACTION,
                cause);
    }
}
