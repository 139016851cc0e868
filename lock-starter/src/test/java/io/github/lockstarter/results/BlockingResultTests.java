package io.github.lockstarter.results;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.LockInterruptedException;
import io.github.lockstarter.OnBusy;
import io.github.lockstarter.OnLost;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;

@Tag("in-ci")
class BlockingResultTests extends ResultContract {

    @Override
    protected Class<?> bean() {
        return Bean.class;
    }

    @Override
    protected Call call(Object bean, String method, String key, Work work) {
        CompletableFuture<Object> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(returned(bean, method, key, work));
            } catch (LockInterruptedException e) {
                result.cancel(true);
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.start();
        return new Call(result, thread::interrupt);
    }

    public static class Bean {

        @DistributedLock(key = "#key", ttl = "10s")
        public String locked(String key, Work work) {
            return work.run();
        }

        @DistributedLock(key = "#key", ttl = "400ms", renew = true, onLost = OnLost.INTERRUPT)
        public String interrupted(String key, Work work) {
            return work.run();
        }

        @DistributedLock(key = "#key", ttl = "400ms", renew = true)
        public String signalled(String key, Work work) {
            return work.run();
        }

        @DistributedLock(key = "#key", retries = 0)
        public String once(String key, Work work) {
            return work.run();
        }

        @DistributedLock(key = "#key", retries = 0, onBusy = OnBusy.SKIP)
        public String skipping(String key, Work work) {
            return work.run();
        }

        @DistributedLock(key = "#key", retries = 0, fallback = "instead")
        public String fallingBack(String key, Work work) {
            return work.run();
        }

        public String instead(String key, Work work) {
            return "instead of " + key;
        }
    }
}
