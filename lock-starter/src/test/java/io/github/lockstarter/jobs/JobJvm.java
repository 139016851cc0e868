package io.github.lockstarter.jobs;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.OnBusy;
import io.github.lockstarter.testing.Contexts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** A node with a job, and a clock that is ahead of the system's by up to so many milliseconds. Says each tick that it has run the job for. */
final class JobJvm {

    private static Clock clock = Clock.systemUTC();

    private JobJvm() {}

    public static void main(String[] args) throws InterruptedException {
        clock = new Wandering(Duration.ofMillis(Long.parseLong(args[1])));
        LockOperations locks = Contexts.started("127.0.0.1", Integer.parseInt(args[0]), Config.class)
                .getBean(LockOperations.class);
        // The first commands of a JVM take longest: on a busy machine longer than an answer may.
        for (int done = 0; done < 50; ) {
            try {
                locks.execute(LockRequest.of("warm-up-" + args[1]), lease -> true);
                done++;
            } catch (LockStoreException notYet) {
                System.out.println("not yet: " + notYet.getMessage());
            }
        }
        System.out.println("up");
        Thread.sleep(3_600_000);
    }

    private static long tick() {
        return clock.instant().plusMillis(500).truncatedTo(ChronoUnit.SECONDS).getEpochSecond();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    static class Config {

        @Bean
        ThreadPoolTaskScheduler taskScheduler() {
            ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
            scheduler.setClock(clock);
            // A machine that is so busy that Redis does not answer within a quarter of the ttl: then the job is not
            // run.
            scheduler.setErrorHandler(failure -> System.out.println("unavailable " + tick() + " " + failure));
            return scheduler;
        }

        @Bean
        Job job() {
            return new Job();
        }
    }

    static class Job {

        /** The job of docs/programming-models.md, scaled 1:50: one a second in the place of one in 50 s, kept for 600 ms. */
        @Scheduled(cron = "* * * * * *")
        @DistributedLock(key = "'nightly'", ttl = "800ms", retries = 0, onBusy = OnBusy.SKIP, minHold = "600ms")
        public void nightly() throws InterruptedException {
            System.out.println("ran " + tick());
            Thread.sleep(20);
        }
    }

    /** Goes between the right time and one that is ahead of it, and back, within 20 s. */
    private static final class Wandering extends Clock {

        private final Duration most;

        Wandering(Duration most) {
            this.most = most;
        }

        @Override
        public Instant instant() {
            Instant now = Instant.now();
            double turn = now.toEpochMilli() % 20_000 / 20_000.0;
            return now.plusMillis(Math.round(most.toMillis() * Math.sin(Math.PI * turn)));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
