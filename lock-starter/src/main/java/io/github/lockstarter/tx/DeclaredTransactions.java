package io.github.lockstarter.tx;

import java.lang.reflect.Method;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.transaction.interceptor.TransactionAttributeSource;

/** What methods declare of transactions with {@code @Transactional}, Spring's or Jakarta's. Thread-safe. */
public final class DeclaredTransactions {

    private final TransactionAttributeSource attributes = new AnnotationTransactionAttributeSource(false);

    /**
     * {@return whether a method does its work outside of a transaction that is open when it is called}
     *
     * @param method the locked method
     * @param type the class of the bean
     */
    public boolean leavesTheOpenOne(Method method, Class<?> type) {
        TransactionAttribute attribute = attributes.getTransactionAttribute(method, type);
        if (attribute == null) {
            return false;
        }
        return switch (attribute.getPropagationBehavior()) {
            case TransactionDefinition.PROPAGATION_REQUIRES_NEW,
                    TransactionDefinition.PROPAGATION_NOT_SUPPORTED,
                    TransactionDefinition.PROPAGATION_NEVER -> true;
            default -> false;
        };
    }
}
