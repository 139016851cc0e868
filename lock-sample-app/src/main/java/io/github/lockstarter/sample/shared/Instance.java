package io.github.lockstarter.sample.shared;

import java.util.Comparator;

/**
 * One instance of the sample.
 *
 * @param id unlike that of any other, also of one that ran before
 * @param host as owner tokens name it
 * @param port where its page is
 */
public record Instance(String id, String host, int port, long pid) implements Comparable<Instance> {

    private static final Comparator<Instance> ORDER = Comparator.comparing(Instance::host)
            .thenComparingInt(Instance::port)
            .thenComparing(Instance::id);

    @Override
    public int compareTo(Instance other) {
        return ORDER.compare(this, other);
    }
}
