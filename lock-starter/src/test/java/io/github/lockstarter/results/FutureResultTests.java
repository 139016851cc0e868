package io.github.lockstarter.results;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.OnBusy;
import io.github.lockstarter.OnLost;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

class FutureResultTests extends ResultContract {

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

    private static Call call(Supplier<CompletableFuture<String>> method) {
        return Call.of(method.get());
    }

    public static class Bean {

        @DistributedLock(key = "#key", ttl = "10s")
        public CompletableFuture<String> locked(String key, Work work) {
            return work.begin();
        }

        @DistributedLock(key = "#key", ttl = "400ms", renew = true, onLost = OnLost.INTERRUPT)
        public CompletableFuture<String> interrupted(String key, Work work) {
            return work.begin();
        }

        @DistributedLock(key = "#key", ttl = "400ms", renew = true)
        public CompletableFuture<String> signalled(String key, Work work) {
            return work.begin();
        }

        @DistributedLock(key = "#key", retries = 0)
        public CompletableFuture<String> once(String key, Work work) {
            return work.begin();
        }

        @DistributedLock(key = "#key", retries = 0, onBusy = OnBusy.SKIP)
        public CompletableFuture<String> skipping(String key, Work work) {
            return work.begin();
        }

        @DistributedLock(key = "#key", retries = 0, fallback = "instead")
        public CompletableFuture<String> fallingBack(String key, Work work) {
            return work.begin();
        }

        public CompletableFuture<String> instead(String key, Work work) {
            return CompletableFuture.completedFuture("instead of " + key);
        }
    }
}
