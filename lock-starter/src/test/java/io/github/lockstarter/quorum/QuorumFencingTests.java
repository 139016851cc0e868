package io.github.lockstarter.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.quorum.FaultyNode.Mode;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.testing.Figures;
import io.github.lockstarter.testing.Rounds;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fencing tokens grow from grant to grant, whoever was not reachable, whatever the clocks say. */
class QuorumFencingTests {

    private static final Duration TTL = Duration.ofSeconds(10);

    private static final int JVMS = 4;

    private final FaultyNodes nodes = new FaultyNodes(5);

    private List<QuorumLockStore> jvms = List.of();

    @AfterEach
    void end() {
        jvms.forEach(QuorumLockStore::close);
    }

    /** With clocks that jump, nodes know of greater tokens than are proposed to them all the time. */
    @ParameterizedTest
    @CsvSource({"0, false", "5, false", "10000, false", "10000, true"})
    void tokensGrowWhileNodesAreUnreachableAtRandom(long skewMillis, boolean jumping) {
        Random random = new Random(skewMillis);
        jvms = IntStream.range(0, JVMS)
                .mapToObj(jvm -> {
                    long skew = random.nextLong(2 * skewMillis + 1) - skewMillis;
                    return jvm(clock(() -> jumping ? random.nextLong(2 * skewMillis + 1) - skewMillis : skew));
                })
                .toList();
        int granted = 0;
        long last = 0;
        long asked = 0;
        for (int i = 0; granted < Rounds.of(5_000, 50_000); i++) {
            for (FaultyNode node : nodes.all()) {
                node.mode = random.nextInt(5) == 0 ? Mode.REFUSING : Mode.FINE;
            }
            QuorumLockStore jvm = jvms.get(random.nextInt(JVMS));
            OwnerToken token = new OwnerToken(i + "@test");
            long before = acquires();
            CompletableFuture<?> answer = jvm.acquire(Acquire.once(List.of("a"), token, TTL))
                    .exceptionally(unavailable -> null)
                    .toCompletableFuture();
            asked += acquires() - before;
            if (answer.join() instanceof Grant grant) {
                assertThat(grant.fencingToken()).as("grant %d", granted).isGreaterThan(last);
                last = grant.fencingToken();
                granted++;
            }
            nodes.all().forEach(node -> node.mode = Mode.FINE);
            jvm.release(new Held(List.of("a"), token, TTL), null);
            freeAll();
        }
        Figures.print("Redlock, skew of clocks +-%d ms%s: %d grants, %.3f questions a node and grant"
                .formatted(skewMillis, jumping ? " and jumping" : "", granted, asked / 5.0 / granted));
    }

    /** What a node that could not be reached still has. */
    private void freeAll() {
        nodes.elapse(TTL.plusMillis(1));
    }

    private long acquires() {
        return nodes.all().stream().mapToLong(node -> node.acquires.get()).sum();
    }

    private QuorumLockStore jvm(TokenProposals proposals) {
        return new QuorumLockStore(nodes.named(), Duration.ofMillis(50), Duration.ofHours(1), proposals);
    }

    private static TokenProposals clock(LongSupplier skewMillis) {
        return new TokenProposals(
                () -> TokenProposals.micros() + TimeUnit.MILLISECONDS.toMicros(skewMillis.getAsLong()));
    }
}
