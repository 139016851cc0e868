package io.github.lockstarter;

/**
 * A lease was lost. Published as an application event, once for a lease, on a thread of the starter's or of the call, for
 * methods with {@code @EventListener}; what these throw changes nothing for the lock.
 *
 * @param lease what was lost
 * @param loss why, and after how long
 */
public record LeaseLostEvent(Lease lease, LeaseLostException loss) {}
