package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.aop.LeavesTransaction;
import io.github.lockstarter.core.OuterWork;
import io.github.lockstarter.tx.CommitCheck;
import io.github.lockstarter.tx.DeclaredTransactions;
import io.github.lockstarter.tx.OpenTransaction;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Role;
import org.springframework.transaction.ConfigurableTransactionManager;

/** Locks heed Spring's transactions, unless {@code distributed-lock.transaction-aware=false}. */
@AutoConfiguration(before = {DistributedLockAutoConfiguration.class, LockProxyAutoConfiguration.class})
@ConditionalOnClass(ConfigurableTransactionManager.class)
@Conditional(Settings.TransactionAware.class)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
public final class LockTransactionAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    OuterWork outerTransaction() {
        return (lease, end) -> OpenTransaction.keep(lease, end::completed);
    }

    @Bean
    @ConditionalOnMissingBean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LeavesTransaction leavesTransaction() {
        return new DeclaredTransactions()::leavesTheOpenOne;
    }

    // A child context needs one of its own: a post-processor sees the beans of its context.
    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static CommitCheckPostProcessor commitCheckPostProcessor() {
        return new CommitCheckPostProcessor(new CommitCheck());
    }
}
