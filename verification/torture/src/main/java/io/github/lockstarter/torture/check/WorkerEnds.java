package io.github.lockstarter.torture.check;

import io.github.lockstarter.torture.history.Event;
import io.github.lockstarter.torture.history.EventType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What workers failed with, and left behind. */
public final class WorkerEnds {

    public static final String FAILURE = "failure";

    public static final String LEAK = "leak";

    private WorkerEnds() {}

    /** @param expected the workers that were not killed */
    public static List<Finding> findings(History history, Set<Integer> expected) {
        List<Finding> findings = new ArrayList<>();
        history.events(EventType.FAILED)
                .forEach(event -> findings.add(
                        new Finding(FAILURE, "worker %d, %s: see its output".formatted(event.worker(), event.key()))));
        history.events(EventType.DONE)
                .filter(event -> event.a() != 0 || event.b() != 0)
                .forEach(event -> findings.add(new Finding(
                        LEAK,
                        "worker %d has %d threads of the library and %d of its clients left"
                                .formatted(event.worker(), event.a(), event.b()))));
        Set<Integer> done = history.events(EventType.DONE).map(Event::worker).collect(Collectors.toSet());
        expected.stream()
                .filter(worker -> !done.contains(worker))
                .forEach(worker -> findings.add(new Finding(FAILURE, "worker " + worker + " did not end")));
        return findings;
    }
}
