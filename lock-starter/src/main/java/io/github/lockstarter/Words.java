package io.github.lockstarter;

import java.time.Duration;
import java.util.Collection;
import java.util.stream.Collectors;

/** How durations and keys read in messages. */
final class Words {

    private Words() {}

    static String of(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 10_000) {
            return millis + " ms";
        }
        return millis < 7_200_000 ? millis / 1_000 + " s" : millis / 3_600_000 + " h";
    }

    static String locks(Collection<String> keys) {
        return (keys.size() == 1 ? "lock" : "locks") + quoted(keys);
    }

    /** As the first words of a sentence. */
    static String theLocks(Collection<String> keys) {
        return (keys.size() == 1 ? "Lock" : "Locks") + quoted(keys);
    }

    /** With a blank in front; nothing, if they are hidden. */
    private static String quoted(Collection<String> keys) {
        return HiddenKeys.are(keys)
                ? ""
                : keys.stream().map(key -> "'" + key + "'").collect(Collectors.joining(", ", " ", ""));
    }
}
