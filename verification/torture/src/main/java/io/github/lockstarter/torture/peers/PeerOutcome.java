package io.github.lockstarter.torture.peers;

/** What came of a library in both phases. */
record PeerOutcome(Peer peer, Tally kept, Tally lost) {

    /** As a table has it. */
    String tokens() {
        return peer.isFenced() ? kept.tokensNotGrowing() + " / " + lost.tokensNotGrowing() : "–";
    }
}
