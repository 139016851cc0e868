package io.github.lockstarter.process;

import java.util.List;
import java.util.Optional;

/** What a server says about its replication. */
record Replication(RedisServer server, List<String> info) {
    private static final String GOOD = "min_slaves_good_slaves:";

    /** Returns nothing if the server does not answer. */
    static Optional<Replication> ask(Link link) {
        return link.ask("INFO", "replication")
                .map(info -> new Replication(link.server(), info.lines().toList()));
    }

    boolean isMaster() {
        return info.contains("role:master");
    }

    /** Returns what is missing for a replica which has the data of the master on that port. */
    Optional<String> missingAsReplicaOf(int port) {
        if (!info.contains("role:slave") || !info.contains("master_port:" + port)) {
            return missing("is no replica of port " + port);
        }
        return info.contains("master_link_status:up") ? Optional.empty() : missing("has no link to its master");
    }

    /** Returns what is missing for a master with so many replicas, which all count if it demands any to write. */
    Optional<String> missingAsMasterOf(long replicas) {
        if (!isMaster()) {
            return missing("is no master");
        }
        long online = info.stream()
                .filter(line -> line.startsWith("slave") && line.contains(",state=online,"))
                .count();
        if (online != replicas) {
            return missing("has " + online + " replicas online instead of " + replicas);
        }
        boolean good = info.stream().noneMatch(line -> line.startsWith(GOOD) && !line.equals(GOOD + replicas));
        return good ? Optional.empty() : missing("does not count all replicas as good to write");
    }

    private Optional<String> missing(String what) {
        return Optional.of(server.address() + " " + what);
    }
}
