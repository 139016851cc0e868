package io.github.lockstarter.torture.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.process.RedisServer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResidueTests {

    private static final String LONG = "60000";

    private final RedisServer server = RedisServer.start();

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void findsTheLockOfOneAlone() {
        server.command("SET", "lock:{raw-0}", "0123@host:17:abc", "PX", LONG);
        assertThat(found(18)).hasSize(1);
        assertThat(found(17)).isEmpty();
    }

    @Test
    void findsOneOfACrowdAmongThoseWhoWereKilled() {
        mark("shared:3:0@host:17:abc");
        holder("0123~3@host:17:abc");
        assertThat(found(17)).isEmpty();
        holder("4567~3@!host:18:abc");
        assertThat(found(17)).hasSize(1);
        assertThat(found(17, 18)).isEmpty();
    }

    @Test
    void findsAMarkThatNobodyHolds() {
        mark("shared:all:0@host:17:abc");
        assertThat(found(17)).hasSize(1);
    }

    @Test
    void findsHoldersWithoutAMark() {
        holder("0123~all@host:18:abc");
        assertThat(found(17)).hasSize(1);
    }

    @Test
    void findsNothingInHoldersThatHaveExpired() {
        server.command("ZADD", "lock:holders:{shared-0}", "1", "0123~all@host:18:abc");
        assertThat(found(17)).isEmpty();
    }

    @Test
    void findsNothingInLinesAndFencingTokens() {
        server.command("ZADD", "lock:queue:{raw-0}", "1", "0123@host:18:abc");
        server.command("SET", "lock:fence:{raw-0}", "1");
        assertThat(found(17)).isEmpty();
    }

    private void mark(String mark) {
        server.command("SET", "lock:{shared-0}", mark, "PX", LONG);
    }

    private void holder(String token) {
        server.command("ZADD", "lock:holders:{shared-0}", "9999999999999", token);
    }

    private List<Finding> found(long... killed) {
        return Residue.orphans(server, Set.copyOf(Arrays.stream(killed).boxed().toList()), key -> true);
    }
}
