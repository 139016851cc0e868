package io.github.lockstarter.torture.peers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Puts each library through the same faults, one after the other, and prints what came of it. Settings, as system properties:
 * {@code torture.peers}, a regular expression for the names of {@link Peer}; {@code torture.seed}; {@code torture.seconds}, of
 * the faults that keep data; {@code torture.output}.
 */
public final class Peers {

    private static final Duration LOSING = Duration.ofSeconds(6);

    private Peers() {}

    public static void main(String[] args) {
        Pattern wanted = Pattern.compile(System.getProperty("torture.peers", ".*"), Pattern.CASE_INSENSITIVE);
        long seed = Long.getLong("torture.seed", 1);
        Duration keeping = Duration.ofSeconds(Long.getLong("torture.seconds", 15));
        Path output = Path.of(System.getProperty("torture.output", "target/torture"));
        List<PeerOutcome> outcomes = new ArrayList<>();
        for (Peer peer : Stream.of(Peer.values())
                .filter(peer -> wanted.matcher(peer.name()).matches())
                .toList()) {
            System.out.printf("peers: %s, seed %d, %d s%n", peer.title(), seed, keeping.toSeconds());
            Tally kept = PeerRound.run(peer, Phase.DATA_KEPT, seed, keeping);
            System.out.println("peers: data kept: " + kept);
            Tally lost = PeerRound.run(peer, Phase.DATA_LOST, seed, LOSING);
            System.out.println("peers: data lost: " + lost);
            outcomes.add(new PeerOutcome(peer, kept, lost));
            new PeerReport(seed, keeping, LOSING, List.copyOf(outcomes)).write(output);
        }
        System.out.println();
        System.out.print(new PeerReport(seed, keeping, LOSING, outcomes).markdown());
        System.out.println("peers: report in " + output);
        System.exit(0);
    }
}
