package io.github.lockstarter.results;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.OnBusy;
import io.github.lockstarter.OnLost;
import reactor.core.publisher.Mono;

class MonoResultTests extends ResultContract {

    @Override
    protected Class<?> bean() {
        return Bean.class;
    }

    @Override
    protected Call call(Object bean, String method, String key, Work work) {
        return Call.of(((Mono<?>) returned(bean, method, key, work)).toFuture());
    }

    public static class Bean {

        @DistributedLock(key = "#key", ttl = "10s")
        public Mono<String> locked(String key, Work work) {
            return Mono.fromFuture(work.begin());
        }

        @DistributedLock(key = "#key", ttl = "400ms", renew = true, onLost = OnLost.INTERRUPT)
        public Mono<String> interrupted(String key, Work work) {
            return Mono.fromFuture(work.begin());
        }

        @DistributedLock(key = "#key", ttl = "400ms", renew = true)
        public Mono<String> signalled(String key, Work work) {
            return Mono.fromFuture(work.begin());
        }

        @DistributedLock(key = "#key", retries = 0)
        public Mono<String> once(String key, Work work) {
            return Mono.fromFuture(work.begin());
        }

        @DistributedLock(key = "#key", retries = 0, onBusy = OnBusy.SKIP)
        public Mono<String> skipping(String key, Work work) {
            return Mono.fromFuture(work.begin());
        }

        @DistributedLock(key = "#key", retries = 0, fallback = "instead")
        public Mono<String> fallingBack(String key, Work work) {
            return Mono.fromFuture(work.begin());
        }

        public Mono<String> instead(String key, Work work) {
            return Mono.just("instead of " + key);
        }
    }
}
