package io.github.lockstarter.aop;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.OnLost;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.ReflectionUtils;

/** Turns the annotation of a method into its spec: behind this, nobody sees the annotation. */
final class LockSpecReader {

    private final ConfigurableBeanFactory beanFactory;

    private final KeyParser keys;

    private final DefaultNames defaultNames = new DefaultNames();

    private final LeavesTransaction transactions;

    private final Ttls ttls;

    private final NotRunReader notRun;

    LockSpecReader(
            ConfigurableBeanFactory beanFactory, LeavesTransaction transactions, Ttls ttls, NotRunReader notRun) {
        this.notRun = notRun;
        this.ttls = ttls;
        this.transactions = transactions;
        this.beanFactory = beanFactory;
        this.keys = new KeyParser(beanFactory);
    }

    /** The annotation that counts for a method of a class: its own, wherever inherited from, or else the class's. */
    static @Nullable MergedAnnotation<DistributedLock> find(Method method, Class<?> type) {
        MergedAnnotation<DistributedLock> own =
                MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY).get(DistributedLock.class);
        if (own.isPresent()) {
            return own;
        }
        if (!Modifier.isPublic(method.getModifiers())
                || Modifier.isStatic(method.getModifiers())
                || ReflectionUtils.isObjectMethod(method)
                || Lifecycle.isCallback(method)) {
            return null;
        }
        MergedAnnotation<DistributedLock> ofClass =
                MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY).get(DistributedLock.class);
        return ofClass.isPresent() ? ofClass : null;
    }

    /** @throws LockConfigurationException if it can never work */
    LockSpec read(MergedAnnotation<DistributedLock> annotation, Method method, Class<?> type) {
        String where = where(method, type);
        String givenName = annotation.getString("name");
        String name = givenName.isEmpty() ? defaultName(method, type) : givenName;
        String key = annotation.getString("key");
        if (givenName.isEmpty()) {
            defaultNames.note(name, method, type, key.isEmpty());
        }
        if (name.isBlank()) {
            throw new LockConfigurationException(
                    "The name of @DistributedLock on %s is blank.".formatted(where),
                    "Leave it out for the default, or give it a text.");
        }
        LockRequest terms = terms(annotation, LockRequest.of(name).name(name), where);
        if (transactions.test(method, type)) {
            terms = terms.outsideTransaction();
        }
        KeyExpression expression =
                key.isEmpty() ? null : keys.parse(name, key, where, namedMethods(annotation, method));
        return new LockSpec(terms, expression, notRun.read(annotation, method, type));
    }

    static String where(Method method, Class<?> type) {
        return className(method, type) + "." + method.getName();
    }

    private LockRequest terms(MergedAnnotation<DistributedLock> annotation, LockRequest request, String where) {
        LockRequest terms = request;
        String attribute = "ttl";
        try {
            Duration ttl = duration(annotation.getString("ttl"));
            terms = ttl == null ? terms : terms.ttl(ttl);
            if (ttl != null && ttl.compareTo(ttls.longest()) > 0) {
                throw new IllegalArgumentException(
                        "it is longer than distributed-lock.redlock.quarantine, %d ms: a node that restarts and has lost the lock would grant it again while it is held"
                                .formatted(ttls.longest().toMillis()));
            }
            attribute = "retries";
            int retries = annotation.getInt("retries");
            terms = retries == -1 ? terms : terms.retries(retries);
            attribute = "retryDelay";
            Duration retryDelay = duration(annotation.getString("retryDelay"));
            terms = retryDelay == null ? terms : terms.retryDelay(retryDelay);
            attribute = "waitTime";
            Duration waitTime = duration(annotation.getString("waitTime"));
            terms = waitTime == null ? terms : terms.waitTime(waitTime);
            attribute = "maxHold";
            Duration maxHold = duration(annotation.getString("maxHold"));
            boolean renew = annotation.getBoolean("renew");
            if (maxHold != null && !renew) {
                throw new IllegalArgumentException("maxHold is the end of renewing, and there is no renew = true");
            }
            terms = maxHold == null ? terms : terms.maxHold(maxHold);
            attribute = "minHold";
            Duration minHold = duration(annotation.getString("minHold"));
            terms = minHold == null ? terms : terms.minHold(minHold);
            if (!renew && terms.minHold().compareTo(terms.ttl().orElse(ttls.byDefault())) > 0) {
                throw new IllegalArgumentException(
                        "it is longer than the ttl, %d ms, and there is no renew = true: if this node dies, the lock does not last so long"
                                .formatted(terms.ttl().orElse(ttls.byDefault()).toMillis()));
            }
            return terms.renew(renew).onLost(annotation.getEnum("onLost", OnLost.class));
        } catch (IllegalArgumentException e) {
            Object given = annotation.getValue(attribute).orElseThrow();
            throw new LockConfigurationException(
                    "%s = %s of @DistributedLock on %s: %s"
                            .formatted(
                                    attribute,
                                    given instanceof String ? "\"" + given + "\"" : given,
                                    where,
                                    e.getMessage()),
                    adviceFor(attribute, given.toString()),
                    e);
        }
    }

    private static String adviceFor(String attribute, String given) {
        if (attribute.equals("maxHold")) {
            return "Set renew = true, or leave maxHold out. It is a duration, 10ms to 365d: 1h, PT1H, 3600000 (milliseconds), or a placeholder ${...} that holds one.";
        }
        if (attribute.equals("minHold") && !given.contains("${")) {
            return "Write a duration, 0 to 24h and no more than the ttl: 30s, 500ms, PT30S, 2000 (milliseconds). For a longer one, raise the ttl or set renew = true.";
        }
        if (given.contains("${")) {
            return "Define the property, or give it a default: ${...:5s}. Its value is a duration: 5s, 500ms, PT5S, 2000 (milliseconds).";
        }
        return attribute.equals("retries")
                ? "Use 0 to try once, a positive number of further attempts, or leave it out for distributed-lock.retries."
                : "Write a duration: 5s, 500ms, PT5S, 2000 (milliseconds), or a placeholder ${...} that holds one. A ttl is 10ms to 24h, a retryDelay 1ms to 24h, a waitTime 0 to 24h.";
    }

    /** Null: not given. */
    private @Nullable Duration duration(String text) {
        if (text.isEmpty()) {
            return null;
        }
        String resolved = beanFactory.resolveEmbeddedValue(text);
        if (resolved == null || resolved.isBlank()) {
            throw new IllegalArgumentException("it is blank");
        }
        if (resolved.contains("${")) {
            throw new IllegalArgumentException("the placeholder '" + resolved + "' is not resolved");
        }
        return DurationFormatterUtils.detectAndParse(resolved.trim(), DurationFormat.Unit.MILLIS);
    }

    private static String defaultName(Method method, Class<?> type) {
        return className(method, type) + "-" + method.getName();
    }

    /** The bean's class; of a JDK proxy or a lambda, which have no name worth reading, the interface. */
    private static String className(Method method, Class<?> type) {
        Class<?> named = Interception.hasOnlyInterfaces(type)
                ? Interception.interfaceOf(method, type).orElse(type)
                : type;
        return named.getSimpleName().isEmpty() ? named.getName() : named.getSimpleName();
    }

    private static List<Method> namedMethods(MergedAnnotation<DistributedLock> annotation, Method method) {
        Object source = annotation.getRoot().getSource();
        return source instanceof Method annotated && !annotated.equals(method)
                ? List.of(annotated, method)
                : List.of(method);
    }
}
