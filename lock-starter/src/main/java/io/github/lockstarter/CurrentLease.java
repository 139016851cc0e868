package io.github.lockstarter;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lease of the running call, for code that is called from a locked method and wants to ask it. Bound to the thread.
 */
public final class CurrentLease {

    private static final ThreadLocal<Binding> INNERMOST = new ThreadLocal<>();

    private CurrentLease() {}

    /** {@return the lease of the innermost locked call on this thread, if there is one} */
    public static Optional<Lease> find() {
        Binding binding = INNERMOST.get();
        return binding == null ? Optional.empty() : Optional.of(binding.lease);
    }

    /**
     * {@return the lease of the innermost locked call on this thread}
     *
     * @throws IllegalStateException if no locked call is running on it
     */
    public static Lease require() {
        return find().orElseThrow(() -> new IllegalStateException(
                "No lease on this thread: call this from a method with @DistributedLock or from LockOperations.execute. "
                        + "On a thread of your own, carry the lease over with CurrentLease.bind(lease)."));
    }

    /** {@return the leases of all locked calls that are running on this thread, innermost first, each once} */
    public static List<Lease> all() {
        Binding innermost = INNERMOST.get();
        if (innermost == null) {
            return List.of();
        }
        Set<Lease> leases = new LinkedHashSet<>();
        for (Binding each = innermost; each != null; each = each.outer) {
            leases.add(each.lease);
        }
        return List.copyOf(leases);
    }

    /**
     * Shows a lease as the current one on this thread until the binding is closed: for integrations, and for carrying a
     * lease to another thread. There it can be asked and fenced with, but it makes the thread no owner: a locked call
     * there waits like anyone's.
     *
     * @param lease what {@link #find()} answers from now on
     * @return close it on this thread, in the reverse order of binding
     */
    public static Binding bind(Lease lease) {
        Binding binding = new Binding(lease, INNERMOST.get());
        INNERMOST.set(binding);
        return binding;
    }

    /** A lease shown on a thread. Not thread-safe: belongs to the thread that bound it. */
    public static final class Binding implements AutoCloseable {

        private final Lease lease;

        private final @Nullable Binding outer;

        private Binding(Lease lease, @Nullable Binding outer) {
            this.lease = lease;
            this.outer = outer;
        }

        /**
         * Shows again what was shown before, also when later bindings were left open. Idempotent; does nothing on another
         * thread.
         */
        @Override
        public void close() {
            for (Binding open = INNERMOST.get(); open != null; open = open.outer) {
                if (open == this) {
                    show(outer);
                    return;
                }
            }
        }

        private static void show(@Nullable Binding binding) {
            if (binding == null) {
                INNERMOST.remove();
            } else {
                INNERMOST.set(binding);
            }
        }
    }
}
