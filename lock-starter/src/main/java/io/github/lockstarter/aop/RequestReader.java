package io.github.lockstarter.aop;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.LockMode;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.OnLost;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/** How long to wait for a lock and to hold it, as its annotation says, and the properties for it alone. */
final class RequestReader {

    private final ConfigurableBeanFactory beanFactory;

    private final StoreTerms store;

    RequestReader(ConfigurableBeanFactory beanFactory, StoreTerms store) {
        this.beanFactory = beanFactory;
        this.store = store;
    }

    /**
     * @param where the method, for messages
     * @throws LockConfigurationException if one of them is out of range, or they contradict each other
     */
    LockRequest read(
            MergedAnnotation<DistributedLock> annotation, LockRequest named, LockOverride override, String where) {
        LockRequest result = override.applyTo(annotated(annotation, named, where));
        String attribute = "ttl";
        try {
            Duration ttl = result.ttl().orElse(store.byDefault());
            if (result.ttl().isPresent() && ttl.compareTo(store.longest()) > 0) {
                throw new IllegalArgumentException(
                        "it is longer than distributed-lock.redlock.quarantine, %d ms: a node that restarts and has lost the lock would grant it again while it is held"
                                .formatted(store.longest().toMillis()));
            }
            attribute = result.mode() == LockMode.SHARED ? "mode" : "permits";
            if (!store.sharesLocks() && (result.mode() == LockMode.SHARED || result.permits() > 1)) {
                throw new IllegalArgumentException("with Redlock, a lock is given to one at a time");
            }
            attribute = "maxHold";
            if (result.maxHold().isPresent() && !result.renew()) {
                throw new IllegalArgumentException("maxHold is the end of renewing, and there is no renew = true");
            }
            attribute = "minHold";
            if (!result.renew() && result.minHold().compareTo(ttl) > 0) {
                throw new IllegalArgumentException(
                        "it is longer than the ttl, %d ms, and there is no renew = true: if this node dies, the lock does not last so long"
                                .formatted(ttl.toMillis()));
            }
            return result;
        } catch (IllegalArgumentException e) {
            throw refusal(attribute, annotation, override, where, e);
        }
    }

    private LockRequest annotated(MergedAnnotation<DistributedLock> annotation, LockRequest request, String where) {
        LockRequest result = request;
        String attribute = "ttl";
        try {
            Duration ttl = duration(annotation.getString("ttl"));
            result = ttl == null ? result : result.ttl(ttl);
            attribute = "retries";
            int retries = annotation.getInt("retries");
            result = retries == -1 ? result : result.retries(retries);
            attribute = "retryDelay";
            Duration retryDelay = duration(annotation.getString("retryDelay"));
            result = retryDelay == null ? result : result.retryDelay(retryDelay);
            attribute = "waitTime";
            Duration waitTime = duration(annotation.getString("waitTime"));
            result = waitTime == null ? result : result.waitTime(waitTime);
            attribute = "maxHold";
            Duration maxHold = duration(annotation.getString("maxHold"));
            result = maxHold == null ? result : result.maxHold(maxHold);
            attribute = "minHold";
            Duration minHold = duration(annotation.getString("minHold"));
            result = minHold == null ? result : result.minHold(minHold);
            attribute = "permits";
            result = result.mode(annotation.getEnum("mode", LockMode.class)).permits(annotation.getInt("permits"));
            return result.renew(annotation.getBoolean("renew")).onLost(annotation.getEnum("onLost", OnLost.class));
        } catch (IllegalArgumentException e) {
            throw refusal(attribute, annotation, LockOverride.NONE, where, e);
        }
    }

    private static LockConfigurationException refusal(
            String attribute,
            MergedAnnotation<DistributedLock> annotation,
            LockOverride override,
            String where,
            IllegalArgumentException why) {
        Object given = annotation.getValue(attribute).orElseThrow();
        String said = given instanceof String ? "%s = \"%s\"" : "%s = %s";
        String what = override == LockOverride.NONE
                ? said.formatted(attribute, given) + " of @DistributedLock on " + where
                : "%s of @DistributedLock on %s with %s.*".formatted(attribute, where, override.property());
        return new LockConfigurationException(
                what + ": " + why.getMessage(), adviceFor(attribute, given.toString()), why);
    }

    private static String adviceFor(String attribute, String given) {
        if (attribute.equals("mode")) {
            return "Leave mode out, so that the lock is EXCLUSIVE; or keep the locks in one Redis, without distributed-lock.redlock.nodes.";
        }
        if (attribute.equals("permits")) {
            return "Use 1 for one lease at a time, which is the default, or up to 1,000,000; with mode = SHARED, leave it out. More than 1 needs one Redis, without distributed-lock.redlock.nodes.";
        }
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
}
