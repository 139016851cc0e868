package io.github.lockstarter.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.OnLost;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.Contexts;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The attributes that say how a lease is kept, and what happens when it is lost. */
@Tag("boot3-in-ci")
class KeepingAnnotationTests {

    @Test
    void aRenewedMethodOutlivesItsTtl() {
        run(service -> assertThat(service.renewed()).isTrue());
    }

    @Test
    void butNotItsMaxHold() {
        run(service -> assertThat(catchThrowable(service::renewedForAWhile)).isInstanceOf(LeaseLostException.class));
    }

    @Test
    void norThatOfTheProperty() {
        Contexts.inMemory()
                .withBean(Service.class)
                .withPropertyValues("distributed-lock.max-hold=150ms")
                .run(context ->
                        assertThat(context.getBean(Service.class).renewed()).isFalse());
    }

    @Test
    void aMethodIsInterruptedIfItSaysSo() {
        run(service -> {
            Throwable loss = catchThrowable(service::interrupted);

            assertThat(loss).isInstanceOf(LeaseLostException.class);
            assertThat(loss.getSuppressed()).hasOnlyElementsOfType(InterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        });
    }

    @Test
    void aLossIsOnlyLoggedIfItSaysSo() {
        run(service -> assertThat(service.warned()).isEqualTo("done"));
    }

    private static void run(Consumer<Service> test) {
        Contexts.inMemory().withBean(Service.class).run(context -> test.accept(context.getBean(Service.class)));
    }

    static class Service {

        @DistributedLock(ttl = "500ms", renew = true, onLost = OnLost.WARN)
        public boolean renewed() {
            Await.pass(Duration.ofMillis(1_200));
            return CurrentLease.require().isValid();
        }

        @DistributedLock(ttl = "100ms", renew = true, maxHold = "200ms")
        public void renewedForAWhile() {
            loseIt();
        }

        @DistributedLock(ttl = "100ms", onLost = OnLost.INTERRUPT)
        public void interrupted() throws InterruptedException {
            Thread.sleep(10_000);
        }

        @DistributedLock(ttl = "100ms", onLost = OnLost.WARN)
        public String warned() {
            loseIt();
            return "done";
        }

        private static void loseIt() {
            Lease lease = CurrentLease.require();
            Await.until(() -> !lease.isValid());
        }
    }
}
