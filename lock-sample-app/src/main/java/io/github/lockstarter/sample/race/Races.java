package io.github.lockstarter.sample.race;

import io.github.lockstarter.sample.auction.Item;
import io.github.lockstarter.sample.auction.Items;
import io.github.lockstarter.sample.race.RaceMessages.CancelRaces;
import io.github.lockstarter.sample.race.RaceMessages.RacesBegun;
import io.github.lockstarter.sample.race.RaceMessages.RacesOver;
import io.github.lockstarter.sample.race.RaceMessages.ShareEnd;
import io.github.lockstarter.sample.race.RaceResult.Ending;
import io.github.lockstarter.sample.race.ServerCommands.Count;
import io.github.lockstarter.sample.shared.Bus;
import io.github.lockstarter.sample.shared.Instance;
import io.github.lockstarter.sample.shared.Instances;
import io.github.lockstarter.sample.shared.Stage;
import io.github.lockstarter.sample.shared.Stage.Turn;
import io.github.lockstarter.sample.shared.Workers;
import io.github.lockstarter.sample.strategy.Strategies;
import io.github.lockstarter.sample.strategy.Strategies.Choice;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Starts races over all instances, and finds out what came of them. */
@Component
public class Races {

    private static final Logger log = LoggerFactory.getLogger(Races.class);

    private static final BigDecimal STARTING_PRICE = new BigDecimal(100);

    private static final Duration LIMIT = RaceShare.TIME_LIMIT.plusSeconds(15);

    /** After a cancellation, whoever takes part ends sooner than that. */
    private static final Duration CANCEL_LIMIT = Duration.ofSeconds(10);

    private final Bus bus;

    private final Instances instances;

    private final Series cancellations;

    private final Stage stage;

    private final Items items;

    private final Strategies strategies;

    private final ServerCommands commands;

    private final Workers workers;

    private volatile @Nullable ShareEnds waiting;

    Races(
            Bus bus,
            Instances instances,
            Series cancellations,
            Stage stage,
            Items items,
            Strategies strategies,
            ServerCommands commands,
            Workers workers) {
        this.bus = bus;
        this.instances = instances;
        this.cancellations = cancellations;
        this.stage = stage;
        this.items = items;
        this.strategies = strategies;
        this.commands = commands;
        this.workers = workers;
        bus.on(ShareEnd.class, this::add);
    }

    /**
     * Starts, and returns at once with the ids of the races.
     *
     * @throws io.github.lockstarter.sample.shared.NotOfferedException if one of the strategies does not work on this Redis
     * @throws io.github.lockstarter.sample.shared.StageTakenException if a race or a story is on
     * @throws io.github.lockstarter.sample.shared.ApplicationEndsException if nothing is begun any more
     */
    public List<String> start(RaceOrder order) {
        order.strategies().forEach(strategy -> strategies.find(strategy).ifPresent(Choice::strategy));
        Turn turn = stage.enter();
        try {
            String series = newId();
            bus.send(new RacesBegun(series));
            List<String> ids =
                    order.strategies().stream().map(strategy -> newId()).toList();
            workers.execute("races", () -> run(order, series, ids, turn));
            return ids;
        } catch (RuntimeException e) {
            turn.close();
            throw e;
        }
    }

    /** Ends whatever races are on, wherever they were started. */
    public void cancel() {
        bus.send(new CancelRaces());
    }

    private void run(RaceOrder order, String series, List<String> ids, Turn turn) {
        try (turn) {
            String trouble = null;
            try {
                runAll(order, series, ids);
            } catch (InterruptedException e) {
                trouble = "The race was broken off, because its instance ends.";
            } catch (RuntimeException e) {
                log.warn("The race was broken off", e);
                trouble = "The race was broken off: " + e.getMessage();
            }
            bus.send(new RacesOver(series, trouble));
        }
    }

    private void runAll(RaceOrder order, String series, List<String> ids) throws InterruptedException {
        for (int i = 0; i < ids.size() && !cancellations.isCancelled(series); i++) {
            List<String> all = instances.all().stream().map(Instance::id).toList();
            bus.send(race(new RacePlan(
                    ids.get(i),
                    series,
                    instances.self().id(),
                    order.strategies().get(i),
                    order.bidders(),
                    order.bids(),
                    order.sectionMillis(),
                    order.stall(),
                    all)));
        }
    }

    private static String newId() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    private RaceResult race(RacePlan plan) throws InterruptedException {
        items.saveForAnHour(Item.withoutBids(plan.item(), "What they race for", STARTING_PRICE));
        Optional<Count> before = commands.now();
        ShareEnds ends = new ShareEnds(plan);
        waiting = ends;
        bus.send(plan);
        ends.await(id -> isAwaited(id, plan), LIMIT.toNanos());
        Optional<Count> after = commands.now();
        Count count = before.flatMap(earlier -> after.map(later -> later.since(earlier)))
                .orElse(null);
        return RaceResult.of(plan, ending(ends, plan), ends.sum(), items.get(plan.item()), count);
    }

    private boolean isAwaited(String instance, RacePlan plan) {
        return instances.isThere(instance) && !cancellations.isCancelledFor(plan.series(), CANCEL_LIMIT);
    }

    private Ending ending(ShareEnds ends, RacePlan plan) {
        if (!ends.areComplete()) {
            return Ending.INCOMPLETE;
        }
        if (cancellations.isCancelled(plan.series())) {
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
}
