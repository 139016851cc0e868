package io.github.lockstarter.stalled;

import java.util.List;

/** One that was accepted. */
record Write(long number, long token) {

    static Write of(String text) {
        String[] parts = text.split(" ");
        return new Write(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    /** How many came after one with a greater token. */
    static int stale(List<Write> inOrder) {
        int stale = 0;
        long greatest = 0;
        for (Write write : inOrder) {
            if (write.token < greatest) {
                stale++;
            }
            greatest = Math.max(greatest, write.token);
        }
        return stale;
    }

    /** How many are not seen in the number that was written last. */
    static long lost(List<Write> inOrder) {
        return inOrder.isEmpty() ? 0 : inOrder.size() - inOrder.get(inOrder.size() - 1).number;
    }
}
