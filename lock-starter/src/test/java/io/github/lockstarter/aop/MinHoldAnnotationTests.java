package io.github.lockstarter.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.OnBusy;
import io.github.lockstarter.testing.Contexts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("boot3-in-ci")
class MinHoldAnnotationTests {

    @Test
    void aJobIsDoneOnceInThatTime() {
        Contexts.inMemory().withBean(Nightly.class).run(context -> {
            Nightly job = context.getBean(Nightly.class);

            job.run();
            job.run();

            assertThat(job.runs()).isEqualTo(1);
            assertThat(context.getBean(LockOperations.class).tryAcquire(LockRequest.of("nightly")))
                    .isEmpty();
        });
    }

    @Test
    void longerThanTheTtlIsRefusedAtStartUpUnlessItIsRenewed() {
        assertRefused(
                LongerThanTtl.class,
                "minHold = \"2m\" of @DistributedLock on LongerThanTtl.run: it is longer than the ttl, 60000 ms");
        assertRefused(LongerThanDefault.class, "it is longer than the ttl, 10000 ms");
        assertRefused(NoDuration.class, "minHold = \"often\"");
        Contexts.inMemory()
                .withPropertyValues("distributed-lock.ttl=1m")
                .withBean(LongerThanDefault.class)
                .run(context -> assertThat(context).hasNotFailed());
        Contexts.inMemory()
                .withBean(Renewed.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    private static void assertRefused(Class<?> bean, String message) {
        Contexts.inMemory()
                .withBean(bean)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(LockConfigurationException.class.getName())
                        .hasStackTraceContaining(message));
    }

    static class Nightly {

        private int runs;

        @DistributedLock(key = "'nightly'", ttl = "1m", retries = 0, onBusy = OnBusy.SKIP, minHold = "30s")
        void run() {
            runs++;
        }

        int runs() {
            return runs;
        }
    }

    static class LongerThanTtl {

        @DistributedLock(ttl = "1m", minHold = "2m")
        void run() {}
    }

    static class LongerThanDefault {

        @DistributedLock(minHold = "30s")
        void run() {}
    }

    static class NoDuration {

        @DistributedLock(minHold = "often")
        void run() {}
    }

    static class Renewed {

        @DistributedLock(minHold = "30s", renew = true)
        void run() {}
    }
}
