package io.github.lockstarter.torture.peers;

import io.github.lockstarter.torture.history.Refusal;
import io.github.lockstarter.torture.worker.NotGranted;
import io.lettuce.core.RedisCommandInterruptedException;
import java.util.concurrent.Callable;

/** Tells apart why a call of a library ended without the lock. */
final class Refused {

    private Refused() {}

    /** Others held it until the wait was over. */
    static NotGranted busy() {
        return new NotGranted(Refusal.BUSY, new IllegalStateException("held by another until the wait was over"));
    }

    /** Runs what locks: all that it throws is an interrupt, which stays set, or else a fault of Redis or of the way to it. */
    static <T> T granted(Callable<T> call) throws NotGranted {
        try {
            return call.call();
        } catch (NotGranted e) {
            throw e;
        } catch (Exception e) {
            if (isInterrupt(e)) {
                Thread.currentThread().interrupt();
                throw new NotGranted(Refusal.INTERRUPTED, e);
            }
            throw new NotGranted(Refusal.UNAVAILABLE, e);
        } catch (Error e) {
            throw new NotGranted(Refusal.UNAVAILABLE, e);
        }
    }

    private static boolean isInterrupt(Exception failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof InterruptedException || each instanceof RedisCommandInterruptedException) {
                return true;
            }
        }
        return Thread.currentThread().isInterrupted();
    }
}
