package io.github.lockstarter.torture.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTests {

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(steps(3)).isEqualTo(steps(3)).isNotEqualTo(steps(4));
    }

    @Test
    void hasEachFaultOnceBeforeAnyComesAgainAndThenSeveralAtOnce() {
        int all = Fault.keepingData().size();
        List<Step> steps = steps(5);
        Set<Fault> first = EnumSet.noneOf(Fault.class);
        steps.subList(0, all).forEach(step -> first.add(step.faults().get(0).fault()));

        assertThat(first).containsExactlyInAnyOrderElementsOf(Fault.keepingData());
        assertThat(steps.get(all).faults()).hasSize(Scope.values().length);
    }

    @Test
    void doesNoTwoThingsAtOnceToTheSameWorker() {
        assertThat(steps(6))
                .allSatisfy(step ->
                        assertThat(step.faults()).extracting(Step.Single::slot).doesNotHaveDuplicates());
    }

    private static List<Step> steps(long seed) {
        Schedule schedule = new Schedule(Fault.keepingData(), 3, seed);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            steps.add(schedule.next());
        }
        return steps;
    }
}
