package io.github.lockstarter.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.process.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.blockhound.BlockHound;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** 5,000 Monos want one lock from four event-loop threads: BlockHound sees none of these blocked, nor Redis's. */
class NoThreadIsBlockedTests {

    private static final int MONOS = 5_000;

    private static final Set<String> BLOCKED = ConcurrentHashMap.newKeySet();

    @BeforeAll
    static void watch() {
        BlockHound.builder()
                .loadIntegrations()
                .nonBlockingThreadPredicate(
                        parent -> parent.or(thread -> thread.getName().startsWith("event-loop")
                                || thread.getName().startsWith("lettuce-nioEventLoop")))
                // Threads between tasks. And guards that are held for a step, never across a wait: of queues, as
                // Reactor's own schedulers
                // have them, and of a line.
                .allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "getTask")
                .allowBlockingCallsInside("java.util.concurrent.LinkedBlockingQueue", "offer")
                .allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "addWorker")
                .allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "remove")
                .allowBlockingCallsInside("io.github.lockstarter.core.Line", "step")
                // Reads the system's random numbers, which are always there.
                .allowBlockingCallsInside("io.github.lockstarter.core.OwnerTokens", "next")
                .blockingMethodCallback(method -> {
                    BLOCKED.add(Thread.currentThread().getName().replaceAll("-\\d+$", "") + ": " + method);
                    new AssertionError("blocked by " + method).printStackTrace();
                })
                .install();
    }

    @Test
    void itWouldBeSeen() {
        Scheduler loops = Schedulers.newParallel("event-loop-seen", 1);
        Mono.fromRunnable(() -> {
                    try {
                        Thread.sleep(1);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .subscribeOn(loops)
                .block();
        loops.dispose();

        assertThat(BLOCKED).anyMatch(blocked -> blocked.contains("sleep"));
        BLOCKED.clear();
    }

    @Test
    void fiveThousandMonosOnOneKeyBlockNoEventLoop() {
        BLOCKED.clear();
        Scheduler loops = Schedulers.newParallel("event-loop", 4);
        try (RedisServer server = RedisServer.start();
                ConfigurableApplicationContext application = new SpringApplicationBuilder(Config.class)
                        .web(WebApplicationType.NONE)
                        .properties(
                                "spring.data.redis.host=" + server.host(), "spring.data.redis.port=" + server.port())
                        .run()) {
            Counting counting = application.getBean(Counting.class);
            // The first call of all looks beans up and connects.
            counting.count().block();
            BLOCKED.clear();
            long began = System.nanoTime();

            List<Integer> counts = Flux.range(0, MONOS)
                    .flatMap(i -> Mono.defer(() -> counting.count()).subscribeOn(loops), MONOS)
                    .collectList()
                    .block(Duration.ofMinutes(2));

            long millis = (System.nanoTime() - began) / 1_000_000;
            System.out.printf(
                    "figure: %d Monos on one key, 4 event-loop threads: %d ms, most inside %d, blocked %s%n",
                    MONOS, millis, counting.most(), BLOCKED);
            assertThat(counts).hasSize(MONOS).doesNotHaveDuplicates();
            assertThat(counting.most()).isEqualTo(1);
            assertThat(counting.threads()).allMatch(name -> name.startsWith("parallel-"));
            assertThat(BLOCKED).isEmpty();
            assertThat(server.command("EXISTS", "lock:{counter}")).isEqualTo("0");
        } finally {
            loops.dispose();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Config {

        @Bean
        Counting counting() {
            return new Counting();
        }
    }

    static class Counting {

        private final AtomicInteger inside = new AtomicInteger();

        private final AtomicInteger most = new AtomicInteger();

        private final List<String> threads = new CopyOnWriteArrayList<>();

        /** Wrong where two are inside. */
        private int count;

        public int most() {
            return most.get();
        }

        public List<String> threads() {
            return threads.stream().distinct().toList();
        }

        @DistributedLock(key = "'counter'", waitTime = "100s")
        public Mono<Integer> count() {
            return Mono.fromCallable(() -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        return count;
                    })
                    .flatMap(before -> Mono.fromCallable(() -> {
                        if (before % 100 == 0) {
                            threads.add(Thread.currentThread().getName());
                        }
                        count = before + 1;
                        inside.decrementAndGet();
                        return before;
                    }));
        }
    }
}
