package io.github.lockstarter.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisServer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Two instances of the application as it is run, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuctionApplicationTests {

    private final RedisServer server = RedisServer.start();

    private final List<ConfigurableApplicationContext> instances = List.of(instance(), instance());

    private final List<WebClient> clients =
            instances.stream().map(AuctionApplicationTests::client).toList();

    @AfterAll
    void end() {
        instances.forEach(ConfigurableApplicationContext::close);
        server.close();
    }

    @Test
    void noBidIsLost() {
        List<Bid> bids = Flux.range(0, 200)
                .flatMap(i -> raise(clients.get(i % 2), "/items/vase/bids"), 50)
                .sort(Comparator.comparing(Bid::amount))
                .collectList()
                .block();

        assertThat(bids)
                .extracting(Bid::amount)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 200).boxed().toList());
        assertThat(bids).extracting(Bid::fencingToken).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aBusyItemIsSaidToBe() {
        LockOperations locks = instances.get(0).getBean(LockOperations.class);
        try (Lease busy = locks.acquire(LockRequest.of("item:clock"))) {
            assertThat(clients.get(1)
                            .post()
                            .uri("/items/clock/bids/at-once")
                            .exchangeToMono(
                                    answer -> Mono.just(answer.statusCode().value()))
                            .block())
                    .isEqualTo(423);
        }
        assertThat(raise(clients.get(1), "/items/clock/bids/at-once").block().amount())
                .isEqualTo(1);
    }

    @Test
    void aStreamHoldsTheLockUntilItsReaderLeaves() {
        List<Integer> seen = clients.get(0)
                .get()
                .uri("/items/chair/countdown/100000")
                .retrieve()
                .bodyToFlux(Integer.class)
                .take(3)
                .doOnNext(left -> assertThat(isHeld("item:chair")).isTrue())
                .collectList()
                .block();

        assertThat(seen).containsExactly(100_000, 99_999, 99_998);
        Mono.fromCallable(() -> isHeld("item:chair"))
                .filter(held -> !held)
                .switchIfEmpty(Mono.error(new AssertionError("still held")))
                .retryWhen(Retry.fixedDelay(100, Duration.ofMillis(50)))
                .block();
    }

    private boolean isHeld(String key) {
        return server.command("EXISTS", "lock:{" + key + "}").equals("1");
    }

    private ConfigurableApplicationContext instance() {
        return new SpringApplicationBuilder(AuctionApplication.class)
                .properties(
                        "server.port=0",
                        "spring.data.redis.host=" + server.host(),
                        "spring.data.redis.port=" + server.port())
                .run();
    }

    private static WebClient client(ConfigurableApplicationContext instance) {
        return WebClient.create("http://127.0.0.1:" + instance.getEnvironment().getProperty("local.server.port"));
    }

    private static Mono<Bid> raise(WebClient client, String path) {
        return client.post().uri(path).retrieve().bodyToMono(Bid.class);
    }
}
