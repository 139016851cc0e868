package io.github.lockstarter.benchmarks.jmh;

import io.github.lockstarter.LockOperations;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An annotated method, and the same through the template, in an application without Redis. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AnnotationBenchmark {

    /** What grants the locks: the library's template over its store in memory, or a bean that only grants. */
    @Param({"memory", "granting"})
    public String locks = "";

    private final String id = "a1";
    private ConfigurableApplicationContext context;
    private Items items;

    @Setup
    public void open() {
        Class<?>[] sources = locks.equals("granting")
                ? new Class<?>[] {Application.class, Granting.class}
                : new Class<?>[] {Application.class};
        context = new SpringApplicationBuilder(sources)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .properties("spring.main.banner-mode=off", "distributed-lock.store=memory")
                .run();
        items = context.getBean(Items.class);
    }

    @TearDown
    public void close() {
        context.close();
    }

    @Benchmark
    public int annotated() {
        return items.annotated(id);
    }

    @Benchmark
    public int template() {
        return items.throughTemplate(id);
    }

    /** An application with one bean. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            excludeName = {
                "com.baomidou.lock.spring.boot.autoconfigure.LockAutoConfiguration",
                "com.baomidou.lock.spring.boot.autoconfigure.RedisTemplateLockAutoConfiguration"
            })
    static class Application {
        @Bean
        Items items(LockOperations locks) {
            return new Items(locks);
        }
    }

    /** Its own locks instead of the library's. */
    @Configuration(proxyBeanMethods = false)
    static class Granting {
        @Bean
        GrantingLocks locks() {
            return new GrantingLocks();
        }
    }
}
