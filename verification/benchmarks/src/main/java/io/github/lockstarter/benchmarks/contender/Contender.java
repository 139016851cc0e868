package io.github.lockstarter.benchmarks.contender;

/** One way to lock, opened in this JVM with clients of its own. */
public interface Contender extends AutoCloseable {

    /** What one thread needs to lock this key again and again; made on that thread, used by no other. */
    Session session(String key);

    @Override
    void close();
}
