package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.aop.KeyRoot;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** What a native image has to take along beside the code that calls itself: scripts, schemas, and what key expressions begin with. */
final class LockRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources().registerPattern("io/github/lockstarter/redis/*.lua");
        hints.resources().registerPattern("io/github/lockstarter/jdbc/*.sql");
        hints.reflection().registerType(KeyRoot.class, MemberCategory.INVOKE_PUBLIC_METHODS);
    }
}
