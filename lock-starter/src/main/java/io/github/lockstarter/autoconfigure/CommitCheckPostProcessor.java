package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.tx.CommitCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** Attaches the check to every transaction manager: Boot attaches listeners to those only that it has made itself. */
final class CommitCheckPostProcessor implements BeanPostProcessor {

    private static final Logger log = LoggerFactory.getLogger(CommitCheckPostProcessor.class);

    private final CommitCheck check;

    CommitCheckPostProcessor(CommitCheck check) {
        this.check = check;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof PlatformTransactionManager) {
            attach(bean, beanName);
        }
        return bean;
    }

    private void attach(Object manager, String beanName) {
        if (!(manager instanceof ConfigurableTransactionManager configurable)) {
            log.warn(
                    "The transaction manager '{}' ({}) takes no listeners: transactions under a lock are NOT checked before their commit",
                    beanName,
                    manager.getClass().getName());
        } else if (configurable.getTransactionExecutionListeners().stream().noneMatch(CommitCheck.class::isInstance)) {
            configurable.addListener(check);
        }
    }
}
