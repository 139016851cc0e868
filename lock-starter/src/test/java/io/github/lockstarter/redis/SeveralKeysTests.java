package io.github.lockstarter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Renewal;
import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.testing.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Of several keys, each on a server of its own, whose answers a test gives. */
class SeveralKeysTests {

    private static final Duration TTL = Duration.ofSeconds(10);

    private final CompletableFuture<Object> first = new CompletableFuture<>();

    private final CompletableFuture<Object> second = new CompletableFuture<>();

    private final ScriptedVerbs verbs = new ScriptedVerbs(
            new LockScripts(new KeyLayout("lock:"), Duration.ofHours(1), true, (script, keys, args) -> answer(keys)));

    private final OwnerToken token = new OwnerToken("%032x@test".formatted(1));

    @Test
    void oneThatIsLostIsLostWhateverBecomesOfTheOther() {
        CompletionStage<Renewal> renewal = verbs.renew(new Held(List.of("a", "b"), token, TTL), TTL);

        second.complete(0L);

        assertThat(Await.value(renewal)).isEqualTo(Renewal.REFUSED);
    }

    @Test
    void oneThatIsRenewedDoesNotMakeUpForTheOther() {
        CompletionStage<Renewal> renewal = verbs.renew(new Held(List.of("a", "b"), token, TTL), TTL);

        second.complete(1L);
        assertThat(renewal.toCompletableFuture()).isNotDone();
        first.completeExceptionally(new StoreFailure(StoreFailure.Kind.UNKNOWN, "silent", null));

        assertThat(renewal.toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void aGrantOfThePartThatWasGivenUpIsHeardOfLate() {
        SlotBySlot slots = new SlotBySlot(verbs, key -> key.equals("a") ? 1 : 2);
        CompletableFuture<Answer> answer =
                slots.acquire(Acquire.once(List.of("a", "b"), token, TTL)).toCompletableFuture();
        CompletableFuture<Object> late = new CompletableFuture<>();

        first.complete(List.of("7".getBytes(StandardCharsets.UTF_8)));
        second.completeExceptionally(new StoreFailure(StoreFailure.Kind.UNKNOWN, "given up", null, late));

        Throwable failure = answer.handle((granted, given) -> given).join();
        CompletionStage<?> heard = Objects.requireNonNull(StoreFailure.lateOf(failure));
        late.complete(List.of("8".getBytes(StandardCharsets.UTF_8)));
        assertThat((Object) Await.value(heard)).isInstanceOf(Grant.class);
    }

    private CompletionStage<Object> answer(byte[][] keys) {
        return Map.of("lock:{a}", first, "lock:{b}", second).get(new String(keys[0], StandardCharsets.UTF_8));
    }
}
