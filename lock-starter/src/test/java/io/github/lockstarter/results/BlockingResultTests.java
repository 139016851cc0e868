package io.github.lockstarter.results;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.LockInterruptedException;
import io.github.lockstarter.OnBusy;
import io.github.lockstarter.OnLost;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

class BlockingResultTests extends ResultContract {

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

    private static Call call(Callable<String> method) {
        CompletableFuture<String> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(method.call());
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
