package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.LockConfigurationException;
import io.lettuce.core.SslOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** How the nodes of a Redlock speak TLS: by one of the application's SSL bundles. */
final class RedlockSsl {

    private RedlockSsl() {}

    /** Null: as the JDK does by default. */
    static @Nullable SslOptions options(DistributedLockProperties.Ssl ssl, ObjectProvider<SslBundles> bundles) {
        String name = ssl.bundle();
        if (name == null || name.isBlank()) {
            return null;
        }
        SslBundle bundle = bundle(name, bundles.getIfAvailable());
        SslOptions.Builder options = SslOptions.builder()
                .keyManager(bundle.getManagers().getKeyManagerFactory())
                .trustManager(bundle.getManagers().getTrustManagerFactory());
        String[] ciphers = bundle.getOptions().getCiphers();
        if (ciphers != null) {
            options.cipherSuites(ciphers);
        }
        String[] protocols = bundle.getOptions().getEnabledProtocols();
        if (protocols != null) {
            options.protocols(protocols);
        }
        return options.build();
    }

    private static SslBundle bundle(String name, @Nullable SslBundles bundles) {
        try {
            if (bundles != null) {
                return bundles.getBundle(name);
            }
            throw unknown(name, null);
        } catch (NoSuchSslBundleException e) {
            throw unknown(name, e);
        }
    }

    private static LockConfigurationException unknown(String name, @Nullable Throwable cause) {
        return new LockConfigurationException(
                "distributed-lock.redlock.ssl.bundle=%s names no SSL bundle.".formatted(name),
                "Define it under spring.ssl.bundle, or leave it out for the certificates that the JDK trusts.",
                cause);
    }
}
