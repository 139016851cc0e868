package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.memory.InMemoryLockStore;
import io.github.lockstarter.store.LockStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Locks in the memory of this JVM: {@code distributed-lock.store=memory}. */
@AutoConfiguration
@Conditional(Settings.InMemory.class)
public final class InMemoryLockStoreAutoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(InMemoryLockStoreAutoConfiguration.class);

    @Bean
    @ConditionalOnMissingBean(LockStore.class)
    InMemoryLockStore inMemoryLockStore() {
        log.warn("distributed-lock.store=memory: locks exclude within this JVM only");
        return new InMemoryLockStore();
    }
}
