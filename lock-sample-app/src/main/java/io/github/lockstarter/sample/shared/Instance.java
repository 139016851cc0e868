package io.github.lockstarter.sample.shared;

import java.util.Comparator;

/**
 * One instance of the sample.
 *
 * @param id unlike that of any other, also of one that ran before
 * @param port where its page is
 */
public record Instance(String id, int port, long pid) implements Comparable<Instance> {

    private static final Comparator<Instance> ORDER =
            Comparator.comparingInt(Instance::port).thenComparing(Instance::id);

    @Override
    public int compareTo(Instance other) {
        return ORDER.compare(this, other);
    }
}
