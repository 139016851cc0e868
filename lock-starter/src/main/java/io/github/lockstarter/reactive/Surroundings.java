package io.github.lockstarter.reactive;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.function.Supplier;
import org.springframework.util.ClassUtils;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * What a subscription's context says belongs on the thread, as the current observation does, where Micrometer's context-propagation
 * is there: without it, nothing is carried over.
 */
final class Surroundings {

    private static final boolean CARRIED =
            ClassUtils.isPresent("io.micrometer.context.ContextSnapshotFactory", Surroundings.class.getClassLoader());

    private Surroundings() {}

    /** Runs it with the thread as the context says. */
    static <T> T within(ContextView context, Supplier<T> part) {
        return CARRIED ? Carrying.within(context, part) : part.get();
    }

    /** The context, and the observation that is current on this thread. */
    static Context withObservation(Context context) {
        return CARRIED ? Carrying.withObservation(context) : context;
    }

    /** Apart, since it cannot be loaded where the library is missing. */
    private static final class Carrying {

        private static final String OBSERVATION = "micrometer.observation";

        private static final ContextSnapshotFactory SNAPSHOTS =
                ContextSnapshotFactory.builder().build();

        static <T> T within(ContextView context, Supplier<T> part) {
            try (ContextSnapshot.Scope scope = SNAPSHOTS.setThreadLocalsFrom(context)) {
                return part.get();
            }
        }

        static Context withObservation(Context context) {
            for (ThreadLocalAccessor<?> accessor : ContextRegistry.getInstance().getThreadLocalAccessors()) {
                Object value = OBSERVATION.equals(accessor.key()) ? accessor.getValue() : null;
                if (value != null) {
                    return context.put(OBSERVATION, value);
                }
            }
            return context;
        }
    }
}
