package io.github.lockstarter.torture.peers;

import io.github.lockstarter.torture.arena.Arena;
import java.util.List;

/**
 * What stands in Redis when nobody uses it any more.
 *
 * @param locks keys that lock something, though nobody holds it
 * @param locksForever those of them without a ttl
 * @param othersForever keys without a ttl that lock nothing
 * @param examples a few of the locks
 */
record LeftKeys(int locks, int locksForever, int othersForever, List<String> examples) {

    private static final int SHOWN = 5;

    static LeftKeys of(Arena arena, Peer peer) {
        List<String> keys = arena.keys();
        List<String> locks =
                keys.stream().filter(key -> !peer.isBookkeeping(key)).toList();
        List<String> forever = keys.stream()
                .filter(key -> arena.server().command("PTTL", key).equals("-1"))
                .toList();
        int locksForever = (int) forever.stream().filter(locks::contains).count();
        return new LeftKeys(
                locks.size(),
                locksForever,
                forever.size() - locksForever,
                locks.stream().limit(SHOWN).toList());
    }
}
