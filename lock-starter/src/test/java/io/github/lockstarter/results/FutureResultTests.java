package io.github.lockstarter.results;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.OnBusy;
import io.github.lockstarter.OnLost;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;

@Tag("boot3-in-ci")
class FutureResultTests extends ResultContract {

    @Override
    protected Class<?> bean() {
        return Bean.class;
    }

    @Override
    protected Call call(Object bean, String method, String key, Work work) {
        return Call.of((CompletableFuture<?>) returned(bean, method, key, work));
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
