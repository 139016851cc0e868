package io.github.lockstarter.torture.worker;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.history.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Wants a key that several may hold at once, in one of the ways that there are to ask for it and to hold it. */
final class CrowdTask implements Task {

    private static final Duration LONG_WAIT = Duration.ofMillis(2_900);

    private static final int TOO_LONG_ONCE_IN = 200;

    private final Crowd crowd;

    private final StarterLocking locking;

    private final Journal journal;

    private final Interrupter interrupter;

    CrowdTask(Crowd crowd, StarterLocking locking, Journal journal, Interrupter interrupter) {
        this.crowd = crowd;
        this.locking = locking;
        this.journal = journal;
        this.interrupter = interrupter;
    }

    @Override
    public Workload workload() {
        return crowd.workload();
    }

    @Override
    public void run(Random random) {
        Key key = workload().key(random.nextInt(workload().keys()));
        int way = workload() == Workload.PASSERS ? 0 : random.nextInt(200);
        if (way < 20) {
            interrupted(random, key, request(random, key, Duration.ofMillis(200)));
        } else if (way < 60) {
            executed(random, key, request(random, key, LONG_WAIT));
        } else if (way < 90) {
            held(random, key, request(random, key, LONG_WAIT).retries(0));
        } else if (way < 120) {
            held(random, key, request(random, key, Duration.ofNanos(200_000 + random.nextInt(20_000_000))));
        } else if (way < 199) {
            held(random, key, request(random, key, LONG_WAIT));
        } else {
            held(random, key, request(random, key, LONG_WAIT).renew(true));
        }
    }

    private LockRequest request(Random random, Key key, Duration waitTime) {
        return crowd.drawn(
                random, StarterLocking.request(List.of(key), key.workload().ttl(), waitTime));
    }

    private void held(Random random, Key key, LockRequest request) {
        long began = System.nanoTime();
        try {
            Tenancy tenancy = journal.granted(key, locking.acquire(request), began, request);
            if (request.renew()) {
                lookAllTheWhile(random, tenancy);
            } else {
                Dwell.aMoment(random, workload().ttl(), TOO_LONG_ONCE_IN);
            }
            tenancy.ending();
            tenancy.release();
        } catch (NotGranted e) {
            journal.refused(key, e.refusal(), began, 0);
        }
    }

    private void lookAllTheWhile(Random random, Tenancy tenancy) {
        long end = System.nanoTime() + (long) (workload().ttl().toNanos() * 2 * random.nextDouble());
        while (System.nanoTime() - end < 0) {
            Dwell.nanos(TimeUnit.MILLISECONDS.toNanos(10));
            tenancy.look();
        }
    }

    private void executed(Random random, Key key, LockRequest request) {
        long began = System.nanoTime();
        try {
            Tenancy over = locking.execute(request, held -> {
                Tenancy tenancy = journal.granted(key, held, began, request);
                Dwell.aMoment(random, workload().ttl(), TOO_LONG_ONCE_IN);
                tenancy.ending();
                return tenancy;
            });
            over.ended();
        } catch (NotGranted e) {
            journal.refused(key, e.refusal(), began, 0);
        } catch (LeaseLostException e) {
            // What the lease said at the end is written down.
        }
    }

    private void interrupted(Random random, Key key, LockRequest request) {
        long began = System.nanoTime();
        try (Interrupter.Round round = interrupter.begin(random.nextInt(6_000_000))) {
            try {
                Tenancy tenancy = journal.granted(key, locking.acquire(request), began, request);
                Dwell.nanos(random.nextInt(500_000));
                tenancy.ending();
                tenancy.release();
            } catch (NotGranted e) {
                journal.refused(key, e.refusal(), began, round.interrupted());
            }
        }
    }
}
