package io.github.lockstarter.torture.worker;

import io.github.lockstarter.LockOperations;
import io.github.lockstarter.jdbc.JdbcFence;
import io.github.lockstarter.redis.fenced.FencedRedis;
import io.github.lockstarter.torture.history.EventLog;
import io.github.lockstarter.torture.history.SharedCounters;
import io.github.lockstarter.torture.history.Workload;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A Spring Boot application that uses locks in all ways at once. Its settings come as {@code --name=value}. It prints {@code
 * ready}, and is led by lines on its input: {@code end <workload>}, answered by {@code ended <workload>}, and {@code stop}. When
 * its input ends, it ends.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class WorkerJvm {

    /** What there is room for in a log. */
    public static final int MOST_EVENTS = 4_000_000;

    @Bean
    Journal journal(Environment settings) {
        return new Journal(EventLog.create(Path.of(settings.getRequiredProperty("worker.log")), MOST_EVENTS));
    }

    @Bean
    Ledger ledger(JdbcTemplate jdbc) {
        return new Ledger(jdbc);
    }

    @Bean
    Additions additions(Journal journal, Ledger ledger) {
        return new Additions(journal, ledger);
    }

    public static void main(String[] args) throws Exception {
        SpringApplication application = new SpringApplication(WorkerJvm.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setRegisterShutdownHook(false);
        ConfigurableApplicationContext context = application.run(args);
        Journal journal = context.getBean(Journal.class);
        Crew crew = new Crew(journal);
        Interrupter interrupter = new Interrupter();
        start(crew, context, interrupter);
        System.out.println("ready");
        lead(crew);
        interrupter.close();
        context.close();
        Leftovers.tell(journal);
        System.out.println("done");
        System.exit(0);
    }

    /** Until it is to stop. */
    public static void lead(Crew crew) throws Exception {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); !"stop".equals(line); line = input.readLine()) {
            if (line == null) {
                System.exit(1);
            }
            String workload = line.substring("end ".length());
            crew.end(Workload.valueOf(workload));
            System.out.println("ended " + workload);
        }
        crew.end();
    }

    private static void start(Crew crew, ConfigurableApplicationContext context, Interrupter interrupter)
            throws InterruptedException {
        Environment settings = context.getEnvironment();
        Journal journal = context.getBean(Journal.class);
        Ledger ledger = context.getBean(Ledger.class);
        StarterLocking locking = new StarterLocking(context.getBean(LockOperations.class));
        SharedCounters counters = SharedCounters.open(Path.of(settings.getRequiredProperty("worker.counters")));
        TransactionTemplate transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        long seed = settings.getRequiredProperty("worker.seed", Long.class);

        List<Workload> workloads = Binder.get(settings)
                .bind("worker.workloads", Bindable.listOf(Workload.class))
                .get();
        for (Workload workload : Workload.values()) {
            if (!workloads.contains(workload)) {
                crew.end(workload);
            }
        }
        startCommon(crew, locking, journal, counters, interrupter, seed);
        crew.start(new LockTask(Workload.FOREIGN, any(Workload.FOREIGN), locking, journal, 1_000, 40_000, 1_000), seed);
        if (workloads.contains(Workload.FENCED)) {
            crew.start(new FencedTask(locking, journal, context.getBean(FencedRedis.class)), seed);
        }
        crew.start(new SqlTask(locking, journal, transaction, context.getBean(JdbcFence.class), ledger), seed);
        crew.start(new SeveralTask(locking, journal), seed);
        crew.start(new AnnotatedTask(context.getBean(Additions.class), journal), seed);
        crew.start(new RenewedTask(locking, journal), seed);
        for (Crowd crowd : Crowd.values()) {
            for (int i = 0; i < crowd.threads(); i++) {
                crew.start(new CrowdTask(crowd, locking, journal, interrupter), seed);
            }
        }
    }

    private static LockTask.KeyChoice any(Workload workload) {
        return random -> random.nextInt(workload.keys());
    }

    /** Mostly the same one. */
    private static LockTask.KeyChoice own(long seed) {
        int keys = Workload.LOCAL.keys();
        int own = Math.floorMod(seed, keys);
        return random -> random.nextInt(8) == 0 ? random.nextInt(keys) : own;
    }

    /** What any way to lock is put to. */
    public static void startCommon(
            Crew crew, Locking locking, Journal journal, SharedCounters counters, Interrupter interrupter, long seed) {
        for (int i = 0; i < 3; i++) {
            crew.start(new LockTask(Workload.RAW, any(Workload.RAW), locking, journal, 2_900_000, 3_000_000, 30), seed);
            crew.start(new LockTask(Workload.LOCAL, own(seed), locking, journal, 1_900_000, 2_000_000, 6), seed);
        }
        for (int i = 0; i < 2; i++) {
            crew.start(
                    new LockTask(Workload.WAITING, any(Workload.WAITING), locking, journal, 200, 20_000, 1_000), seed);
            crew.start(new InterruptedTask(locking, journal, interrupter), seed);
        }
        crew.start(new CounterTask(locking, journal, counters), seed);
    }
}
