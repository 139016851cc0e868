package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.LockMode;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.core.LineSteps.Call;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.Standing;
import io.github.lockstarter.testing.Await;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** As {@link LineStepsTests}, of locks that several may hold at the same time. */
@Tag("without-spring")
@ExtendWith(OutputCaptureExtension.class)
class SharedLineStepsTests {

    private static final LockRequest THREE = LineSteps.REQUEST.permits(3);

    private static final LockRequest SHARED = LineSteps.REQUEST.mode(LockMode.SHARED);

    private final LineSteps steps = new LineSteps();

    private final ScriptedStore store = steps.store;

    @AfterEach
    void end() {
        steps.close();
    }

    @Test
    void aGrantIsFollowedByTheNextAskWithATokenOfItsOwn() {
        Call first = steps.join(THREE);
        Call second = steps.join(THREE);

        store.lastAsked().grant();

        assertThat(first.granted()).isNotNull();
        assertThat(second.isDone()).isFalse();
        assertThat(store.asks()).isEqualTo(2);
        assertThat(store.lastAsked().token()).isNotEqualTo(store.asked(0).token());
        assertThat(store.lastAsked().token().permits()).isEqualTo(3);
        store.lastAsked().grant();
        assertThat(second.granted()).isNotNull();
        assertThat(steps.lines.size()).isZero();
    }

    @Test
    void aGrantTellsThoseWhoseTimeIsOver() {
        Call first = steps.join(THREE);
        Call overdue = steps.join(THREE);
        overdue.timeIsOver();

        store.lastAsked().grant();

        assertThat(first.granted()).isNotNull();
        assertThat(overdue.told()).isSameAs(NotAcquired.NOT_ANSWERED);
        assertThat(steps.lines.size()).isZero();
        assertThat(store.asks()).isEqualTo(1);
    }

    @Test
    void aReleaseGivesThePlaceToTheFirstWhoWaits() {
        Call holder = steps.join(THREE);
        Call second = steps.join(THREE);
        Call third = steps.join(THREE);
        store.lastAsked().grant();
        store.lastAsked().busy();

        holder.release();

        assertThat(store.released()).isEmpty();
        ScriptedStore.Asked passed = store.lastAsked();
        assertThat(passed.inPlaceOf().token()).isEqualTo(store.asked(0).token());
        assertThat(passed.acquire().standing()).isEqualTo(Standing.AHEAD);
        passed.grant();
        assertThat(second.granted()).isNotNull();
        // It took the place of another: that there is another one is not likely.
        assertThat(third.isDone()).isFalse();
        assertThat(store.lastAsked()).isSameAs(passed);
        third.leave();
        NotAcquired.Taken taken = (NotAcquired.Taken) third.told();
        assertThat(taken.busy().owner()).isEqualTo(steps.runtime.tokens().instance());
        assertThat(taken.busy().since()).isNull();
        assertThat(steps.lines.size()).isZero();
    }

    @Test
    void aLineThatHasHadNoTurnGoesBeforeNobody() {
        Call holder = holder(THREE);
        steps.join(THREE);
        store.lastAsked().busy();

        holder.release();

        assertThat(store.lastAsked().inPlaceOf()).isNotNull();
        assertThat(store.lastAsked().acquire().standing()).isNotEqualTo(Standing.AHEAD);
    }

    @Test
    void whoWaitsAfterAPassedPlaceLooksAfterAPause() {
        Call holder = holder(THREE);
        steps.join(THREE);
        Call third = steps.join(THREE.retryDelay(Duration.ofMillis(1)));
        store.lastAsked().busy();
        holder.release();
        int asks = store.asks();
        store.lastAsked().grant();
        assertThat(store.asks()).isEqualTo(asks);

        Await.until(() -> {
            third.line().nextLook();
            return store.asks() > asks;
        });

        store.lastAsked().grant();
        assertThat(third.granted()).isNotNull();
    }

    @Test
    void aReleaseWhileTheStoreIsAskedGoesAlone() {
        Call holder = holder(THREE);
        steps.join(THREE);

        holder.release();

        assertThat(store.released()).hasSize(1);
        assertThat(store.lastAsked().inPlaceOf()).isNull();
    }

    @Test
    void aReleaseThatIsNotValidGoesAlone() {
        Call holder = holder(THREE);
        steps.join(THREE);
        store.lastAsked().busy();

        holder.granted().hold().release(false, Duration.ZERO);

        assertThat(store.released()).hasSize(1);
    }

    @Test
    void aReleaseWithoutALineGoesAlone() {
        holder(THREE).release();

        assertThat(store.released()).hasSize(1);
    }

    @Test
    void anotherReleaseMeanwhileTellsThatThereIsMoreRoom() {
        Call first = holder(THREE);
        Call second = holder(THREE);
        Call third = steps.join(THREE);
        Call fourth = steps.join(THREE);
        store.lastAsked().busy();
        first.release();
        ScriptedStore.Asked passed = store.lastAsked();

        second.release();
        assertThat(store.released()).hasSize(1);
        passed.grant();

        assertThat(third.granted()).isNotNull();
        assertThat(store.lastAsked()).isNotSameAs(passed);
        store.lastAsked().grant();
        assertThat(fourth.granted()).isNotNull();
    }

    @Test
    void aSharedLockThatIsPassedOnIsAskedForByAllOneAfterTheOtherAndGoesBeforeNobody() {
        Call holder = holder(SHARED);
        Call second = steps.join(SHARED);
        Call third = steps.join(SHARED);
        store.lastAsked().busy();

        holder.release();
        ScriptedStore.Asked passed = store.lastAsked();
        assertThat(passed.inPlaceOf()).isNotNull();
        assertThat(passed.acquire().standing()).isNotEqualTo(Standing.AHEAD);
        passed.grant();

        assertThat(second.granted()).isNotNull();
        assertThat(store.lastAsked()).isNotSameAs(passed);
        store.lastAsked().grant();
        assertThat(third.granted()).isNotNull();
    }

    @Test
    void aLossChangesNothingForThoseWhoWait() {
        Call holder = holder(THREE);
        steps.join(THREE);
        store.lastAsked().busy();
        int asks = store.asks();

        holder.granted().hold().lost();

        assertThat(store.asks()).isEqualTo(asks);
    }

    @Test
    void aLeaseThatIsGivenUpIsWithdrawn() {
        Call holder = holder(THREE);

        holder.granted().hold().drop();

        assertThat(store.withdrawn()).containsExactly(store.asked(0).token());
    }

    @Test
    void whoSharesAndWhoHasOneOfThreeStandInLinesOfTheirOwn() {
        Call shared = steps.join(SHARED);
        Call three = steps.join(THREE);

        assertThat(shared.line()).isNotSameAs(three.line());
        assertThat(store.asks()).isEqualTo(2);
    }

    @Test
    void callersWhoDisagreeOnThePermitsAreWarnedOfOnce(CapturedOutput output) {
        Call call = steps.join(THREE.name("Stock-take").retryDelay(Duration.ofMillis(1)));

        store.lastAsked().answer(new Busy("elsewhere", null, null, 2));
        assertThat(output).containsOnlyOnce("Lock 'Stock-take' on [a] allows 3 leases at once here");
        steps.lookUntilAsked(call, 2);
        store.lastAsked().answer(new Grant(1, Duration.ofMinutes(1), 2));

        assertThat(output).containsOnlyOnce("Lock 'Stock-take' on [a] allows 3 leases at once here");
    }

    private Call holder(LockRequest request) {
        Call holder = steps.join(request);
        store.lastAsked().grant();
        return holder;
    }
}
