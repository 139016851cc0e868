package io.github.lockstarter.sample.story;

import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.sample.shared.Bus;
import io.github.lockstarter.sample.shared.Instances;
import io.github.lockstarter.sample.shared.Workers;
import io.github.lockstarter.sample.story.StoryMessages.JobDue;
import io.github.lockstarter.sample.story.StoryMessages.JobEnd;
import io.github.lockstarter.sample.story.StoryMessages.Node;
import org.springframework.stereotype.Component;

/** Starts the nightly report when it is due, as each node's scheduler would. */
@Component
class JobNodes {

    private static final long WORK_MILLIS = 1_500;

    private final Bus bus;

    private final Instances instances;

    private final NightlyReport report;

    private final Workers workers;

    JobNodes(Bus bus, Instances instances, NightlyReport report, Workers workers) {
        this.bus = bus;
        this.instances = instances;
        this.report = report;
        this.workers = workers;
        bus.on(JobDue.class, this::begin);
    }

    private void begin(JobDue due) {
        String self = instances.self().id();
        due.nodes().stream()
                .filter(node -> node.instance().equals(self))
                .forEach(node -> workers.execute("nightly-report", () -> runOn(node, due)));
    }

    private void runOn(Node node, JobDue due) {
        Scene scene = new Scene(bus, due.run(), due.item(), due.begunMillis());
        bus.send(new JobEnd(due.run(), node.name(), isMadeBy(node, scene)));
    }

    private boolean isMadeBy(Node node, Scene scene) {
        scene.tell(node.name(), State.WAITING, Tone.PLAIN, "it is midnight: starts the job");
        try {
            boolean made = report.make(scene.run(), () -> work(node, scene));
            scene.tell(
                    node.name(),
                    State.AWAY,
                    Tone.GOOD,
                    made ? "has made the report" : "finds the report made, and leaves");
            return made;
        } catch (LockNotAcquiredException e) {
            scene.tell(node.name(), State.AWAY, Tone.PLAIN, "finds the lock busy, and leaves");
            return false;
        }
    }

    private static void work(Node node, Scene scene) {
        scene.tell(node.name(), State.INSIDE, Tone.PLAIN, "has the lock, and makes the report");
        Pause.millis(WORK_MILLIS);
    }
}
