package io.github.lockstarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The keys of one lock in Redis: who holds it, who waits for it, the last fencing token, and all holders if there are several. All in one slot. */
record LockKeys(String lock, String queue, String fence, String holders) {

    /** As the scripts take them. */
    byte[][] inOrder() {
        return new byte[][] {lock.getBytes(UTF_8), queue.getBytes(UTF_8), fence.getBytes(UTF_8), holders.getBytes(UTF_8)
        };
    }
}
