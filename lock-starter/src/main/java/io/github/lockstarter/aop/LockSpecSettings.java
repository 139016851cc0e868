package io.github.lockstarter.aop;

import java.util.List;
import java.util.function.Supplier;

/**
 * What the specs depend on beside the annotations. Immutable.
 *
 * @param transactions which methods leave the transaction that is open
 * @param store how long leases last there, at most and by default, and whether several may be held at once
 * @param overrides what the configuration says of single locks
 * @param invokers for methods whose work goes on after they have returned: in order, the first that a method is for; asked for at
 *     the first annotated class
 * @param warnsOfSelfInvocation whether to look for calls that a proxy does not see
 * @param showsKeys whether logs and messages show keys
 */
public record LockSpecSettings(
        LeavesTransaction transactions,
        StoreTerms store,
        LockOverrides overrides,
        Supplier<List<Invokers>> invokers,
        boolean warnsOfSelfInvocation,
        boolean showsKeys) {}
