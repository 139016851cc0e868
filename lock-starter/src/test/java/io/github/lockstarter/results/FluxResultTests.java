package io.github.lockstarter.results;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.OnBusy;
import io.github.lockstarter.OnLost;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class FluxResultTests extends ResultContract {

    @Override
    protected Class<?> bean() {
        return Bean.class;
    }

    @Override
    protected Works works(Object bean) {
        Bean methods = (Bean) bean;
        return new Works() {

            @Override
            public Call locked(String key, Work work) {
                return call(() -> methods.locked(key, work));
            }

            @Override
            public Call interrupted(String key, Work work) {
                return call(() -> methods.interrupted(key, work));
            }

            @Override
            public Call signalled(String key, Work work) {
                return call(() -> methods.signalled(key, work));
            }

            @Override
            public Call once(String key, Work work) {
                return call(() -> methods.once(key, work));
            }

            @Override
            public Call skipping(String key, Work work) {
                return call(() -> methods.skipping(key, work));
            }

            @Override
            public Call fallingBack(String key, Work work) {
                return call(() -> methods.fallingBack(key, work));
            }
        };
    }

    private static Call call(Supplier<Flux<String>> method) {
        return Call.of(method.get()
                .last()
                .onErrorResume(NoSuchElementException.class, e -> Mono.empty())
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
