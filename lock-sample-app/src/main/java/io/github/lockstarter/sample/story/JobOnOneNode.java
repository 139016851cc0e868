package io.github.lockstarter.sample.story;

import io.github.lockstarter.sample.shared.Bus;
import io.github.lockstarter.sample.shared.Instance;
import io.github.lockstarter.sample.shared.Instances;
import io.github.lockstarter.sample.shared.Limits;
import io.github.lockstarter.sample.story.StoryMessages.JobDue;
import io.github.lockstarter.sample.story.StoryMessages.JobEnd;
import io.github.lockstarter.sample.story.StoryMessages.Node;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Every node starts the same job at the same time. */
@Component
@Order(5)
class JobOnOneNode implements Story {

    private static final int NODES_IF_ALONE = 3;

    private static final long LOOK_MILLIS = 100;

    private static final long LIMIT_MILLIS = 10_000;

    private final Bus bus;

    private final Instances instances;

    private final Limits limits;

    private final Queue<JobEnd> ends = new ConcurrentLinkedQueue<>();

    private volatile String playing = "";

    JobOnOneNode(Bus bus, Instances instances, Limits limits) {
        this.bus = bus;
        this.instances = instances;
        this.limits = limits;
        bus.on(JobEnd.class, this::add);
    }

    @Override
    public String id() {
        return "job-on-one-node";
    }

    @Override
    public String title() {
        return "A job that runs on one node only";
    }

    @Override
    public String summary() {
        return "Every node starts the nightly report at the same time: one makes it, the others find the lock busy and leave. All"
                + " instances of this sample take part; if there is only one, three threads of it do.";
    }

    @Override
    public @Nullable String notOffered() {
        return limits.onTryingOnce();
    }

    @Override
    public List<Class<?>> code() {
        return List.of(NightlyReport.class, JobNodes.class);
    }

    @Override
    public Verdict play(Play play) throws InterruptedException {
        Scene scene = play.scene("With @DistributedLock(retries = 0)");
        List<Node> nodes = nodes();
        ends.clear();
        playing = scene.run();
        bus.send(new JobDue(scene.run(), scene.item(), scene.begunMillis(), nodes));
        awaitEnds(nodes.size());
        long made = ends.stream().filter(JobEnd::made).count();
        return made == 1 && ends.size() == nodes.size()
                ? Verdict.asExpected("%d nodes started the job, and 1 made the report.".formatted(ends.size()))
                : Verdict.OTHERWISE;
    }

    private List<Node> nodes() {
        List<Instance> all = instances.all();
        if (all.size() == 1) {
            String self = all.get(0).id();
            return IntStream.rangeClosed(1, NODES_IF_ALONE)
                    .mapToObj(number -> new Node("Node " + number + " (a thread)", self))
                    .toList();
        }
        return all.stream()
                .map(each -> new Node("Instance " + each.port() + " (process " + each.pid() + ")", each.id()))
                .toList();
    }

    private void add(JobEnd end) {
        if (end.run().equals(playing)) {
            ends.add(end);
        }
    }

    private void awaitEnds(int nodes) throws InterruptedException {
        for (long waited = 0; ends.size() < nodes && waited < LIMIT_MILLIS; waited += LOOK_MILLIS) {
            Thread.sleep(LOOK_MILLIS);
        }
    }
}
