package io.github.lockstarter.core;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The calls of this JVM that are acquiring, whether they stand in a line or not. Thread-safe. */
final class WaitingCalls {

    /** One call. Two that wait for the same are not the same. */
    static final class Call {

        private final String name;

        private final Set<String> keys;

        private final long began = System.nanoTime();

        private Call(String name, Set<String> keys) {
            this.name = name;
            this.keys = keys;
        }

        String name() {
            return name;
        }

        Set<String> keys() {
            return keys;
        }

        /** In nanoseconds. */
        long waited() {
            return System.nanoTime() - began;
        }
    }

    private final Set<Call> calls = ConcurrentHashMap.newKeySet();

    Call enter(LockTerms terms) {
        Call call = new Call(terms.name(), terms.keys());
        calls.add(call);
        return call;
    }

    void exit(Call call) {
        calls.remove(call);
    }

    int size() {
        return calls.size();
    }

    /** As they are while it is iterated. */
    Collection<Call> all() {
        return calls;
    }
}
