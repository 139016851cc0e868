package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.memory.InMemoryLockStore;
import io.github.lockstarter.store.LockStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Locks in the memory of this JVM: {@code distributed-lock.store=memory}. */
@AutoConfiguration
@ConditionalOnProperty(prefix = "distributed-lock", name = "store", havingValue = "memory")
public final class InMemoryLockStoreAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(LockStore.class)
    InMemoryLockStore inMemoryLockStore() {
        return new InMemoryLockStore();
    }
}
