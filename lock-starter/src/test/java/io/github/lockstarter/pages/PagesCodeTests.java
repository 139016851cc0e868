package io.github.lockstarter.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.memory.InMemoryLockStore;
import io.github.lockstarter.testing.Contexts;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Where the code of a page has no test of its own: it is accepted at start-up, and does what the page says. */
@Tag("boot3-in-ci")
class PagesCodeTests {

    private final ApplicationContextRunner application = Contexts.inMemory()
            .withBean(Attributes.class)
            .withBean(Bids.class)
            .withBean(Items.class, Highest::new)
            .withBean(Jobs.class)
            .withBean(LossAlarm.class)
            .withBean(Prices.class)
            .withBean(ReactiveBids.class);

    @Test
    void theAnnotationsAreAcceptedAndTheMethodsLocked() {
        application.run(context -> {
            Bids bids = context.getBean(Bids.class);

            assertThat(bids.placeBid("a1", 100)).isTrue();
            assertThat(bids.placeBid("a1", 90)).isFalse();
            context.getBean(Prices.class).update("a", "list");
            assertThat(context.getBean(Prices.class).read("a")).isEqualTo("list");
            assertThat(context.getBean(ReactiveBids.class).placeBid("a1", 120).block())
                    .isEqualTo(120);
            assertThat(context.getBean(Attributes.class).bids("a1")).isEmpty();
        });
    }

    @Test
    void aJobThatAnotherNodeRunsIsSkippedAndOneThatHasRunKeepsItsLockForAWhile() {
        application.run(context -> {
            InMemoryLockStore locks = context.getBean(InMemoryLockStore.class);
            Jobs jobs = context.getBean(Jobs.class);
            locks.makeBusy("nightly");
            jobs.nightly();
            assertThat(jobs.runs()).isZero();
            locks.reset();

            jobs.nightly();
            jobs.nightly();

            assertThat(jobs.runs()).isEqualTo(1);
        });
    }

    @Test
    void theFallbackIsToldWhy() {
        application.run(context -> {
            InMemoryLockStore locks = context.getBean(InMemoryLockStore.class);
            Attributes attributes = context.getBean(Attributes.class);

            assertThat(attributes.price("a1")).isEqualTo(120);
            locks.makeBusy("price:a1");
            assertThat(attributes.price("a1")).isEqualTo(110);
            locks.makeUnavailable();
            assertThat(attributes.price("a1")).isEqualTo(-1);
        });
    }

    private static final class Highest implements Items {

        private final Map<String, Long> amounts = new ConcurrentHashMap<>();

        @Override
        public long highest(String id) {
            return amounts.getOrDefault(id, 0L);
        }

        @Override
        public void save(String id, long amount) {
            amounts.put(id, amount);
        }
    }
}
