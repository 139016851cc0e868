package io.github.lockstarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.cluster.SlotHash;

/** The slot of a key in a Redis cluster, as Lettuce works it out. */
final class Slot {

    private Slot() {}

    static int of(String key) {
        return SlotHash.getSlot(key.getBytes(UTF_8));
    }
}
