package io.github.lockstarter.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.process.RedisServer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a request that waits for a lock, and one that holds it, look like in a trace. */
class TraceTests {

    @Test
    void waitingAndHoldingAreSpansOfTheRequestThatDoesSo() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Shop shop = Shop.start(redis, List.of(Tracing.class))) {
            CompletableFuture<HttpResponse<String>> holding = shop.sendLater("POST", "/orders/o1?millis=400");
            Polling.until(() -> redis.command("EXISTS", "lock:{order:o1}").equals("1") || holding.isDone());
            assertThat(holding)
                    .as("still at it: "
                            + (holding.isDone() ? holding.get() + holding.get().body() : ""))
                    .isNotDone();
            HttpResponse<String> waiting = shop.send("POST", "/orders/o1", "");
            assertThat(holding.get().body()).startsWith("placed under [order:o1]");
            assertThat(waiting.body()).startsWith("placed under [order:o1]");

            SimpleTracer tracer = shop.context().getBean(SimpleTracer.class);
            Polling.until(() -> finished(tracer).size() == 4);
            finished(tracer)
                    .forEach(span -> System.out.printf(
                            "figure: span %-20s %4d ms, trace %s, parent %s, %s%n",
                            span.getName(),
                            (span.getEndTimestamp().toEpochMilli()
                                    - span.getStartTimestamp().toEpochMilli()),
                            span.getTraceId(),
                            span.getParentId(),
                            span.getTags()));
            // Older versions of the tracing library write the names in lower case.
            assertThat(finished(tracer))
                    .extracting(span -> span.getName().substring(0, 4))
                    .containsExactlyInAnyOrder("acqu", "hold", "acqu", "hold");
            SimpleSpan waited = finished(tracer).stream()
                    .filter(span -> span.getName().startsWith("acquire"))
                    .max((a, b) -> Long.compare(waited(a), waited(b)))
                    .orElseThrow();
            assertThat(waited(waited)).isGreaterThan(100);
            assertThat(waited.getTags())
                    .containsEntry("lock.name", "Orders-place")
                    .containsEntry("outcome", "acquired")
                    .containsEntry("lock.keys", "order:o1");
            assertThat(finished(tracer))
                    .allSatisfy(span -> assertThat(span.getParentId()).isNotEmpty());
        }
    }

    private static List<SimpleSpan> finished(SimpleTracer tracer) {
        return tracer.getSpans().stream()
                .filter(span -> "Orders-place".equals(span.getTags().get("lock.name"))
                        && span.getEndTimestamp().toEpochMilli() > 0)
                .toList();
    }

    private static long waited(SimpleSpan span) {
        return Long.parseLong(span.getTags().getOrDefault("lock.waited-ms", "0"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Tracing {

        @Bean
        SimpleTracer tracer() {
            return new SimpleTracer();
        }

        @Bean
        DefaultTracingObservationHandler tracingHandler(SimpleTracer tracer) {
            return new DefaultTracingObservationHandler(tracer);
        }
    }
}
