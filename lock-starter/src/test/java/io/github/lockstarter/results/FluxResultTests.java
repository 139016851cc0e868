package io.github.lockstarter.results;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.OnBusy;
import io.github.lockstarter.OnLost;
import org.junit.jupiter.api.Tag;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Tag("in-ci")
class FluxResultTests extends ResultContract {

    @Override
    protected Class<?> bean() {
        return Bean.class;
    }

    @Override
    protected Call call(Object bean, String method, String key, Work work) {
        return Call.of(((Flux<?>) returned(bean, method, key, work))
                .takeLast(1)
                .collectList()
                .flatMap(last -> Mono.justOrEmpty(last.stream().findFirst()))
                .toFuture());
    }

    public static class Bean {

        @DistributedLock(key = "#key", ttl = "10s")
        public Flux<String> locked(String key, Work work) {
            return Flux.from(Mono.fromFuture(work.begin()));
        }

        @DistributedLock(key = "#key", ttl = "400ms", renew = true, onLost = OnLost.INTERRUPT)
        public Flux<String> interrupted(String key, Work work) {
            return Flux.from(Mono.fromFuture(work.begin()));
        }

        @DistributedLock(key = "#key", ttl = "400ms", renew = true)
        public Flux<String> signalled(String key, Work work) {
            return Flux.from(Mono.fromFuture(work.begin()));
        }

        @DistributedLock(key = "#key", retries = 0)
        public Flux<String> once(String key, Work work) {
            return Flux.from(Mono.fromFuture(work.begin()));
        }

        @DistributedLock(key = "#key", retries = 0, onBusy = OnBusy.SKIP)
        public Flux<String> skipping(String key, Work work) {
            return Flux.from(Mono.fromFuture(work.begin()));
        }

        @DistributedLock(key = "#key", retries = 0, fallback = "instead")
        public Flux<String> fallingBack(String key, Work work) {
            return Flux.from(Mono.fromFuture(work.begin()));
        }

        public Flux<String> instead(String key, Work work) {
            return Flux.just("instead of " + key);
        }
    }
}
