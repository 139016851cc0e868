package io.github.lockstarter.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A master, its replicas, and three Sentinels that let a replica take the place of a master which is down: real
 * processes on ports of 127.0.0.1, ended on close, or else when this JVM exits. The servers may be killed, suspended and
 * restarted.
 */
public final class RedisSentinels implements AutoCloseable {
    /** The name by which clients ask for the master. */
    public static final String MASTER_NAME = "mymaster";

    private final List<RedisServer> servers;
    private final List<RedisServer> sentinels;

    RedisSentinels(List<RedisServer> servers, List<RedisServer> sentinels) {
        this.servers = List.copyOf(servers);
        this.sentinels = List.copyOf(sentinels);
    }

    /**
     * Starts a master with two replicas.
     *
     * @param flags for the Redis servers, as on the command line, a word each: {@code "--min-replicas-to-write", "1"}
     * @throws IllegalStateException as {@link RedisSentinelsBuilder#start()} does
     */
    public static RedisSentinels start(String... flags) {
        return builder().flags(flags).start();
    }

    /** Returns a builder for a master with two replicas, without flags. */
    public static RedisSentinelsBuilder builder() {
        return new RedisSentinelsBuilder();
    }

    /** Returns the name by which clients ask for the master. */
    public String masterName() {
        return MASTER_NAME;
    }

    /** Returns the Redis servers, the one that was the master at the start first. */
    public List<RedisServer> servers() {
        return servers;
    }

    /** Returns the processes of the Sentinels. */
    public List<RedisServer> sentinelServers() {
        return sentinels;
    }

    /** Returns the addresses of the Sentinels, as clients are configured with them: {@code 127.0.0.1:26379}. */
    public List<String> sentinels() {
        return Servers.addresses(sentinels);
    }

    /**
     * Returns the server to which most Sentinels send clients now. It may be down.
     *
     * @throws IllegalStateException if they are of different opinions
     */
    public RedisServer master() {
        try (Links links = Links.toAll(sentinels)) {
            return master(links)
                    .orElseThrow(
                            () -> new IllegalStateException(
                                    "No two Sentinels name the same master. Wait with awaitMasterOtherThan(...) for a fail-over's end."));
        }
    }

    /**
     * Waits until most Sentinels send clients to another server, which is a master. It looks every 5 ms.
     *
     * @return the new master
     * @throws IllegalStateException if it is not so within the limit
     */
    public RedisServer awaitMasterOtherThan(RedisServer old, Duration limit) {
        try (Links toSentinels = Links.toAll(sentinels);
                Links toServers = Links.toAll(servers)) {
            Wait.forNothingMissing(
                    "another master than " + old.address(), limit, () -> missingToReplace(old, toSentinels, toServers));
            return master(toSentinels).orElseThrow();
        }
    }

    /**
     * Waits until all servers run, all Sentinels see the same master, the other servers as its replicas, and each other,
     * and every replica has the data of the master. One that was the master before has become a replica then.
     *
     * @throws IllegalStateException if it is not so within the limit, with what was missing the last time
     */
    public void awaitConverged(Duration limit) {
        try (Links toSentinels = Links.toAll(sentinels);
                Links toServers = Links.toAll(servers)) {
            Wait.forNothingMissing("the Sentinels to converge", limit, () -> missingToConverge(toSentinels, toServers));
        }
    }

    /** Kills all processes and deletes their directories. Nothing happens the second time. */
    @Override
    public void close() {
        Servers.close(Stream.concat(sentinels.stream(), servers.stream()).toList());
    }

    private Optional<RedisServer> master(Links toSentinels) {
        Map<Integer, Long> votes = toSentinels.each().stream()
                .flatMapToInt(link -> SentinelView.masterPort(link, MASTER_NAME).stream())
                .boxed()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return votes.entrySet().stream()
                .filter(vote -> vote.getValue() > sentinels.size() / 2)
                .map(vote -> Servers.withPort(vote.getKey(), servers))
                .findFirst();
    }

    private Optional<String> missingToReplace(RedisServer old, Links toSentinels, Links toServers) {
        Optional<RedisServer> master = master(toSentinels);
        if (master.isEmpty() || master.get() == old) {
            return Optional.of(master.isEmpty() ? "no two Sentinels name the same" : "most Sentinels name it");
        }
        boolean serves = Replication.ask(toServers.to(master.get()))
                .filter(Replication::isMaster)
                .isPresent();
        return serves ? Optional.empty() : Optional.of(master.get().address() + " does not say that it is a master");
    }

    private Optional<String> missingToConverge(Links toSentinels, Links toServers) {
        return toSentinels.each().stream()
                .flatMap(link -> missingToSee(link).stream())
                .findFirst()
                .or(() -> missingToReplicate(toSentinels, toServers));
    }

    private Optional<String> missingToSee(Link toSentinel) {
        return SentinelView.ask(toSentinel, MASTER_NAME)
                .map(view -> view.missing(servers.size() - 1, sentinels.size() - 1))
                .orElse(Optional.of("Sentinel " + toSentinel.server().address() + " does not answer"));
    }

    private Optional<String> missingToReplicate(Links toSentinels, Links toServers) {
        return master(toSentinels)
                .map(master -> toServers.each().stream()
                        .flatMap(link -> missingToReplicate(link, master).stream())
                        .findFirst())
                .orElse(Optional.of("no two Sentinels name the same master"));
    }

    private Optional<String> missingToReplicate(Link link, RedisServer master) {
        return Replication.ask(link)
                .map(state -> link.server() == master
                        ? state.missingAsMasterOf(servers.size() - 1)
                        : state.missingAsReplicaOf(master.port()))
                .orElse(Optional.of(link.server().address() + " does not answer"));
    }
}
