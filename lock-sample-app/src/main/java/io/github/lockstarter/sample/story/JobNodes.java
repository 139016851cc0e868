package io.github.lockstarter.sample.story;

import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.sample.shared.Bus;
import io.github.lockstarter.sample.shared.Instances;
import io.github.lockstarter.sample.story.StoryMessages.JobDue;
import io.github.lockstarter.sample.story.StoryMessages.JobEnd;
import io.github.lockstarter.sample.story.StoryMessages.Node;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Starts the nightly report when it is due, as each node's scheduler would. */
@Component
class JobNodes implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(JobNodes.class);

    private static final long WORK_MILLIS = 1_500;

    private final Bus bus;

    private final Instances instances;

    private final NightlyReport report;

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> new Thread(task, "nightly-report"));

    JobNodes(Bus bus, Instances instances, NightlyReport report) {
        this.bus = bus;
        this.instances = instances;
        this.report = report;
        bus.on(JobDue.class, this::begin);
    }

    private void begin(JobDue due) {
        String self = instances.self().id();
        due.nodes().stream()
                .filter(node -> node.instance().equals(self))
                .forEach(node -> threads.execute(() -> runOn(node, due)));
    }

    private void runOn(Node node, JobDue due) {
        try {
            Scene scene = new Scene(bus, due.run(), due.item(), due.begunMillis());
            bus.send(new JobEnd(due.run(), node.name(), isMadeBy(node, scene)));
        } catch (RuntimeException e) {
            log.warn("The job of {} failed", node.name(), e);
        }
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

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
