package io.github.lockstarter.benchmarks.contender;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** This library as an application has it: the auto-configured LockOperations of a Spring Boot context. */
final class StarterContender implements Contender {
    private final ConfigurableApplicationContext context;
    private final LockOperations locks;

    /** @param more configuration classes */
    StarterContender(int port, String passBudget, Class<?>... more) {
        context = new SpringApplicationBuilder(Application.class)
                .sources(more)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .properties(
                        "spring.main.banner-mode=off",
                        "spring.data.redis.host=127.0.0.1",
                        "spring.data.redis.port=" + port,
                        "distributed-lock.pass-budget=" + passBudget,
                        "distributed-lock.redis.key-prefix=starter-" + passBudget + "-" + more.length + ":")
                .run();
        locks = context.getBean(LockOperations.class);
    }

    @Override
    public Session session(String key) {
        return new StarterSession(
                LockRequest.of(key).name("benchmark").ttl(Terms.LEASE).waitTime(Terms.WAIT));
    }

    @Override
    public void close() {
        context.close();
    }

    /** One thread at one key. */
    private final class StarterSession implements Session {
        private final LockRequest request;
        private @Nullable Lease lease;

        StarterSession(LockRequest request) {
            this.request = request;
        }

        @Override
        public void acquire() {
            lease = locks.acquire(request);
        }

        @Override
        public void release() {
            if (lease != null) {
                // A release never throws, so it is asked before.
                Terms.check(lease.isValid());
                lease.close();
            }
        }
    }

    /** An application with nothing of its own. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            excludeName = {
                "com.baomidou.lock.spring.boot.autoconfigure.LockAutoConfiguration",
                "com.baomidou.lock.spring.boot.autoconfigure.RedisTemplateLockAutoConfiguration",
                // Where there are meters, Boot observes each command of Lettuce, whoever sends it: not what is asked
                // here.
                "org.springframework.boot.data.redis.autoconfigure.observation.LettuceObservationAutoConfiguration"
            })
    static class Application {}
}
