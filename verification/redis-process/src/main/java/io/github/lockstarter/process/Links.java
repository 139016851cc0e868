package io.github.lockstarter.process;

import java.util.List;

/** A {@link Link} to each of several servers. Not for several threads at once. */
record Links(List<Link> each) implements AutoCloseable {
    static Links toAll(List<RedisServer> servers) {
        return new Links(servers.stream().map(Link::new).toList());
    }

    /** Returns those to servers which can be expected to answer. */
    List<Link> running() {
        return each.stream().filter(link -> link.server().isRunning()).toList();
    }

    /** @throws java.util.NoSuchElementException if the server is none of them */
    Link to(RedisServer server) {
        return each.stream().filter(link -> link.server() == server).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        each.forEach(Link::close);
    }
}
