package io.github.lockstarter.process;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Moves a slot with its keys from one master of a cluster to another, while both serve it. */
final class SlotMigration {
    private static final Duration KEYS_LIMIT = Duration.ofSeconds(60);
    private static final Duration OWNER_LIMIT = Duration.ofSeconds(10);
    private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(5);
    private static final String BATCH = "20";
    private static final String MIGRATE_MILLIS = "3000";

    private final Links links;
    private final int slot;
    private final RedisServer from;
    private final RedisServer to;

    SlotMigration(Links links, int slot, RedisServer from, RedisServer to) {
        this.links = links;
        this.slot = slot;
        this.from = from;
        this.to = to;
    }

    /** @throws IllegalStateException if a node refuses a command, or it takes too long */
    void run() {
        String target = to.command("CLUSTER", "MYID");
        setSlot(to, "IMPORTING", from.command("CLUSTER", "MYID"));
        setSlot(from, "MIGRATING", target);
        moveKeys();
        // The target first: were the source first and the target to fail, nobody would serve the slot.
        setSlot(to, "NODE", target);
        setSlot(from, "NODE", target);
        for (RedisServer master : ClusterState.ask(links).masters()) {
            if (master != from && master != to) {
                setSlot(master, "NODE", target);
            }
        }
        // Replicas hear of it from masters; and a late message of the source may have told somebody otherwise.
        Wait.forNothingMissing(
                "all nodes to know of the migration",
                OWNER_LIMIT,
                () -> ClusterState.ask(links).missingForOwner(slot, to));
    }

    private void setSlot(RedisServer node, String what, String id) {
        node.command("CLUSTER", "SETSLOT", Integer.toString(slot), what, id);
    }

    private void moveKeys() {
        // Keys are bytes, and not all bytes are UTF-8.
        try (RespConnection source =
                RespConnection.open(from.host(), from.port(), REPLY_TIMEOUT, StandardCharsets.ISO_8859_1)) {
            if (!Wait.until(KEYS_LIMIT, () -> moveSomeKeys(source) == 0)) {
                throw new IllegalStateException("The keys of slot " + slot + " were not moved from " + from.address()
                        + " to " + to.address() + " within " + KEYS_LIMIT.toSeconds() + " s.");
            }
        }
    }

    /** Returns how many it found. */
    private int moveSomeKeys(RespConnection source) {
        List<String> keys = source.sendForElements("CLUSTER", "GETKEYSINSLOT", Integer.toString(slot), BATCH);
        if (!keys.isEmpty()) {
            List<String> command = new ArrayList<>(
                    List.of("MIGRATE", to.host(), Integer.toString(to.port()), "", "0", MIGRATE_MILLIS, "KEYS"));
            command.addAll(keys);
            source.send(command.toArray(String[]::new));
        }
        return keys.size();
    }
}
