package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.core.PlannedTasks.Planned;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When things are looked at: with one look to come, at the earliest time. */
@Tag("without-spring")
class WatchTests {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final PlannedTasks tasks = new PlannedTasks();

    private final Watch watch = new Watch(tasks);

    @AfterEach
    void end() {
        tasks.shutdownNow();
    }

    /** Says when it wants to be looked at again, and counts. */
    private static final class Thing implements Watched {

        private int looks;

        private @Nullable Long next;

        private boolean fails;

        @Override
        public @Nullable Long nextLook() {
            looks++;
            if (fails) {
                throw new IllegalStateException("as the test says");
            }
            return next;
        }
    }

    private static long in(long nanos) {
        return System.nanoTime() + nanos;
    }

    private void assertPlannedIn(long nanos) {
        assertThat(tasks.planned())
                .singleElement()
                .extracting(Planned::delay)
                .satisfies(delay -> assertThat(delay).isBetween(nanos - 5 * SECOND, nanos));
    }

    @Test
    void aThingIsLookedAtAtItsTime() {
        Thing thing = new Thing();
        watch.watch(thing, in(20 * SECOND));
        assertPlannedIn(20 * SECOND);

        tasks.runNext();

        assertThat(thing.looks).isEqualTo(1);
        assertThat(watch.all()).isEmpty();
        assertThat(tasks.planned()).isEmpty();
    }

    @Test
    void aLaterTimePlansNoOtherLook() {
        watch.watch(new Thing(), in(20 * SECOND));

        watch.watch(new Thing(), in(40 * SECOND));

        assertPlannedIn(20 * SECOND);
        assertThat(watch.all()).hasSize(2);
    }

    @Test
    void anEarlierTimeTakesThePlaceOfTheLookThatWasPlanned() {
        watch.watch(new Thing(), in(40 * SECOND));

        watch.watch(new Thing(), in(20 * SECOND));

        assertPlannedIn(20 * SECOND);
    }

    @Test
    void theNextLookIsAtTheEarliestTimeThatIsWantedThen() {
        Thing late = new Thing();
        Thing early = new Thing();
        watch.watch(late, in(SECOND));
        watch.watch(early, in(SECOND));
        late.next = in(60 * SECOND);
        early.next = in(30 * SECOND);

        tasks.runNext();

        assertPlannedIn(30 * SECOND);
        assertThat(late.looks).isEqualTo(1);
        assertThat(early.looks).isEqualTo(1);
    }

    @Test
    void looksAreAMillisecondApartAtLeast() {
        Thing thing = new Thing();
        watch.watch(thing, in(SECOND));
        thing.next = in(-SECOND);

        tasks.runNext();

        assertThat(tasks.planned())
                .singleElement()
                .extracting(Planned::delay)
                .satisfies(delay -> assertThat(delay).isGreaterThan(0L));
    }

    @Test
    void whatIsForgottenIsNotLookedAt() {
        Thing thing = new Thing();
        watch.watch(thing, in(SECOND));

        watch.forget(thing);
        tasks.runNext();

        assertThat(thing.looks).isZero();
        assertThat(tasks.planned()).isEmpty();
    }

    @Test
    void aThingThatFailsIsLookedAtAgainASecondLater() {
        Thing failing = new Thing();
        failing.fails = true;
        watch.watch(failing, in(SECOND));

        tasks.runNext();

        // Or later, where it took long to say that it failed.
        assertThat(tasks.planned())
                .singleElement()
                .extracting(Planned::delay)
                .satisfies(delay -> assertThat(delay).isBetween(SECOND / 2, 120 * SECOND));
        assertThat(watch.all()).hasSize(1);
    }

    @Test
    void oneThatComesAfterALookPlansTheNext() {
        watch.watch(new Thing(), in(SECOND));
        tasks.runNext();

        watch.watch(new Thing(), in(20 * SECOND));

        assertPlannedIn(20 * SECOND);
    }

    @Test
    void afterTheEndNothingIsPlannedAndNobodyIsTroubled() {
        tasks.shutdownNow();

        Watch closed = new Watch(tasks);
        closed.watch(new Thing(), in(SECOND));

        assertThat(closed.all()).hasSize(1);
    }
}
