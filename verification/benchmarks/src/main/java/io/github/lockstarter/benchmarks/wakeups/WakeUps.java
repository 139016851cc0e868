package io.github.lockstarter.benchmarks.wakeups;

import io.github.lockstarter.benchmarks.Progress;
import io.github.lockstarter.process.RedisCluster;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.process.RespConnection;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Sends wake-ups through a cluster on all routes in turns, one at a time, and weighs them. */
public final class WakeUps implements AutoCloseable {

    private static final int ROUNDS = 20;

    private static final long IDLE_MILLIS = 2_000;

    /** All channels of the run have its slot. */
    private static final String TAG = "{item:a1}";

    private final int perRound;
    private final Random order;
    private final RedisClient client = RedisClient.create();
    private final RespConnection publisher;
    private final Toll toll;
    private final Map<Route, Arrivals> arrivals = new EnumMap<>(Route.class);
    private final StatefulRedisPubSubConnection<String, String> subscribing;
    private double idle;
    private int channels;

    private WakeUps(RedisCluster cluster, int perRound, long seed) throws Exception {
        this.perRound = perRound;
        order = new Random(seed);
        RedisServer near = cluster.masterOf(SlotHash.getSlot(TAG));
        RedisServer far = cluster.servers().stream()
                .filter(server -> server != near)
                .findFirst()
                .orElseThrow();
        publisher = RespConnection.open(near.host(), near.port(), Duration.ofSeconds(10));
        toll = new Toll(cluster.servers());
        for (Route route : Route.values()) {
            Arrivals own = new Arrivals();
            arrivals.put(route, own);
            StatefulRedisPubSubConnection<String, String> connection = connect(route.isFar() ? far : near);
            connection.addListener(own);
            route.subscribe(connection.async(), channel(route)).get();
        }
        subscribing = connect(near);
    }

    /** @param messages on each route */
    public static WakeUpResults measure(int messages, long seed) {
        try (RedisCluster cluster = RedisCluster.start();
                WakeUps wakeUps = new WakeUps(cluster, Math.max(1, messages / ROUNDS), seed)) {
            return wakeUps.run();
        } catch (Exception e) {
            throw new IllegalStateException("The wake-ups were not measured.", e);
        }
    }

    @Override
    public void close() {
        publisher.close();
        toll.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }

    private WakeUpResults run() throws Exception {
        for (Route route : Route.values()) {
            send(route, 2 * perRound);
            subscribe(route, perRound);
        }
        Toll.Reading before = toll.read();
        Thread.sleep(IDLE_MILLIS);
        Toll.Reading resting = toll.read().since(before);
        idle = resting.cpuMicros() * 1_000_000_000 / resting.time();
        List<WakeUpResults.Slice> messages = new ArrayList<>();
        List<WakeUpResults.Slice> subscriptions = new ArrayList<>();
        List<Route> routes = new ArrayList<>(List.of(Route.values()));
        for (int round = 1; round <= ROUNDS; round++) {
            Collections.shuffle(routes, order);
            for (Route route : routes) {
                messages.add(slice(route, round, () -> send(route, perRound)));
                if (!route.isFar()) {
                    subscriptions.add(slice(route, round, () -> subscribe(route, perRound)));
                }
            }
        }
        Progress.say("wake-ups: %d rounds of %d", ROUNDS, perRound);
        return new WakeUpResults(idle, messages, subscriptions);
    }

    private WakeUpResults.Slice slice(Route route, int round, Weighed what) throws Exception {
        Toll.Reading before = toll.read();
        long[] nanos = what.run();
        return WakeUpResults.Slice.of(route, round, nanos, toll.read().since(before), idle);
    }

    private long[] send(Route route, int count) throws InterruptedException {
        String channel = channel(route);
        Arrivals own = arrivals.get(route);
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long sent = System.nanoTime();
            publisher.send(route.command(), channel, "item:a1");
            nanos[i] = own.next() - sent;
        }
        return nanos;
    }

    private long[] subscribe(Route route, int count) throws Exception {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            String channel = TAG + ":" + ++channels;
            long began = System.nanoTime();
            route.subscribe(subscribing.async(), channel).get();
            route.unsubscribe(subscribing.async(), channel).get();
            nanos[i] = System.nanoTime() - began;
        }
        return nanos;
    }

    private StatefulRedisPubSubConnection<String, String> connect(RedisServer server) {
        return client.connectPubSub(RedisURI.create(server.host(), server.port()));
    }

    private static String channel(Route route) {
        return TAG + ":" + route;
    }

    /** Does something many times, and tells how long each took. */
    private interface Weighed {
        long[] run() throws Exception;
    }
}
