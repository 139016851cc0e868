package io.github.lockstarter.sample.race;

import io.github.lockstarter.Lease;
import io.github.lockstarter.sample.auction.Item;
import io.github.lockstarter.sample.auction.Items;
import io.github.lockstarter.sample.race.RaceMessages.CancelRaces;
import io.github.lockstarter.sample.race.RaceMessages.RacesOver;
import io.github.lockstarter.sample.race.RaceMessages.ShareEnd;
import io.github.lockstarter.sample.race.RaceResult.Ending;
import io.github.lockstarter.sample.race.ServerCommands.Count;
import io.github.lockstarter.sample.shared.Bus;
import io.github.lockstarter.sample.shared.Instance;
import io.github.lockstarter.sample.shared.Instances;
import io.github.lockstarter.sample.shared.Stage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Starts races over all instances, and finds out what came of them. */
@Component
public class Races implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Races.class);

    private static final BigDecimal STARTING_PRICE = new BigDecimal(100);

    private static final Duration LIMIT = RaceShare.TIME_LIMIT.plusSeconds(15);

    private final Bus bus;

    private final Instances instances;

    private final Stage stage;

    private final Items items;

    private final ServerCommands commands;

    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "races"));

    private volatile boolean cancelled;

    private volatile @Nullable ShareEnds waiting;

    Races(Bus bus, Instances instances, Stage stage, Items items, ServerCommands commands) {
        this.bus = bus;
        this.instances = instances;
        this.stage = stage;
        this.items = items;
        this.commands = commands;
        bus.on(CancelRaces.class, message -> cancelled = true);
        bus.on(ShareEnd.class, this::add);
    }

    /**
     * Starts, and returns at once with the ids of the races.
     *
     * @throws io.github.lockstarter.sample.shared.StageTakenException if a race or a story is on
     */
    public List<String> start(RaceOrder order) {
        Lease turn = stage.enter();
        cancelled = false;
        try {
            List<RacePlan> plans = order.strategies().stream()
                    .map(strategy -> plan(order, strategy))
                    .toList();
            executor.execute(() -> run(plans, turn));
            return plans.stream().map(RacePlan::id).toList();
        } catch (RuntimeException e) {
            turn.close();
            throw e;
        }
    }

    /** Ends whatever race is on, wherever it was started. */
    public void cancel() {
        bus.send(new CancelRaces());
    }

    private void run(List<RacePlan> plans, Lease turn) {
        try (turn) {
            for (RacePlan plan : plans) {
                if (!cancelled) {
                    bus.send(race(plan));
                }
            }
        } catch (InterruptedException e) {
            log.debug("The application ends during a race");
        } catch (RuntimeException e) {
            log.warn("The race was broken off", e);
        } finally {
            sayThatItIsOver();
        }
    }

    private RacePlan plan(RaceOrder order, String strategy) {
        List<String> all = instances.all().stream().map(Instance::id).toList();
        String id = UUID.randomUUID().toString().substring(0, 8);
        return new RacePlan(id, strategy, order.bidders(), order.bids(), order.sectionMillis(), order.stall(), all);
    }

    private RaceResult race(RacePlan plan) throws InterruptedException {
        items.saveForAnHour(Item.withoutBids(plan.item(), "What they race for", STARTING_PRICE));
        Optional<Count> before = commands.now();
        ShareEnds ends = new ShareEnds(plan);
        waiting = ends;
        bus.send(plan);
        ends.await(instances::isThere, LIMIT.toNanos());
        Optional<Count> after = commands.now();
        Count count = before.flatMap(earlier -> after.map(later -> later.since(earlier)))
                .orElse(null);
        return RaceResult.of(plan, ending(ends), ends.sum(), items.get(plan.item()), count);
    }

    private Ending ending(ShareEnds ends) {
        if (!ends.areComplete()) {
            return Ending.INCOMPLETE;
        }
        if (cancelled) {
            return Ending.CANCELLED;
        }
        return ends.isTimeUp() ? Ending.TIME_IS_UP : Ending.FINISHED;
    }

    private void add(ShareEnd end) {
        ShareEnds ends = waiting;
        if (ends != null) {
            ends.add(end);
        }
    }

    private void sayThatItIsOver() {
        try {
            bus.send(new RacesOver());
        } catch (DataAccessException e) {
            log.warn("The pages do not hear that the race is over: {}", e.getMessage());
        }
    }

    @Override
    public void destroy() {
        executor.shutdownNow();
    }
}
