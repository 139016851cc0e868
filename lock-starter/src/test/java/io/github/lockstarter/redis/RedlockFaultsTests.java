package io.github.lockstarter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.core.LoggingLockListener;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.RedlockServers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Five masters, some of which are killed, stopped and started again. */
@Tag("boot3-in-ci")
class RedlockFaultsTests {

    private static final Duration NODE_TIMEOUT = Duration.ofMillis(50);

    private RedlockServers servers;

    private RedlockServers.Jvm jvm;

    private LockTemplate locks;

    @BeforeEach
    void start() {
        servers = new RedlockServers(5);
        jvm = servers.jvm(NODE_TIMEOUT, Duration.ZERO);
        locks = locks(jvm);
        locks.acquire(LockRequest.of("warm-up").waitTime(Duration.ofSeconds(5))).close();
        // All of them, not just those that were asked first.
        Await.until(() -> servers.servers().stream()
                .noneMatch(
                        server -> server.command("GET", "lock:fence:{warm-up}").equals("(nil)")));
    }

    @AfterEach
    void stop() {
        locks.close();
        jvm.close();
        servers.close();
    }

    @Test
    void aMinorityThatIsDeadIsNotMissed() {
        servers.get(1).kill();
        servers.get(3).kill();

        assertThat(grantedOfAHundred()).isGreaterThanOrEqualTo(95);
        Await.until(() -> servers.lockKeys().isEmpty());
    }

    @Test
    void aMinorityThatIsStoppedIsNotMissedAndHasNothingLeftWhenItGoesOn() {
        servers.get(0).suspend();
        servers.get(2).suspend();

        assertThat(grantedOfAHundred()).isGreaterThanOrEqualTo(95);
        servers.get(0).resume();
        servers.get(2).resume();

        Await.until(Duration.ofSeconds(1), () -> servers.lockKeys().isEmpty());
    }

    /** On a machine that is busy with other tests, a third node may be late now and then. */
    private int grantedOfAHundred() {
        int granted = 0;
        for (int i = 0; i < 100; i++) {
            try {
                locks.acquire(LockRequest.of("a").retries(0)).close();
                granted++;
            } catch (LockException late) {
                // What it took is withdrawn meanwhile; those that are stopped cannot be asked.
                Await.pass(Duration.ofMillis(100));
            }
        }
        return granted;
    }

    @Test
    void withoutAMajorityNothingIsGrantedAndNothingIsLeftASecondAfterItIsBack() {
        for (int node = 0; node < 3; node++) {
            servers.get(node).suspend();
        }
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> locks.acquire(LockRequest.of("a").retries(0)))
                    .isInstanceOf(LockStoreException.class)
                    .hasMessageContaining("3 of 5 nodes have to grant it, 2 did");
        }
        for (int node = 0; node < 3; node++) {
            servers.get(node).resume();
        }

        Await.until(Duration.ofSeconds(1), () -> servers.lockKeys().isEmpty());
        Await.until(() -> locks.tryAcquire(LockRequest.of("a")).isPresent());
    }

    @Test
    void deadAndStoppedNodesAreToldApart() {
        servers.get(0).kill();
        servers.get(1).suspend();
        servers.get(2).command("CONFIG", "SET", "maxmemory", "1");

        assertThatThrownBy(() -> locks.acquire(LockRequest.of("a").retries(0)))
                .isInstanceOf(LockStoreException.class)
                .hasMessageMatching(".*" + address(0) + ": (Redis is not reachable|lost the connection).*")
                .hasMessageContaining(address(1) + ": did not answer within 50 ms")
                .hasMessageContaining(address(2) + ": Redis refused for now: OOM")
                .hasMessageContaining(address(3) + ": granted it");
    }

    @Test
    void nodesThatAreBackVoteAgain() {
        for (int node = 0; node < 3; node++) {
            servers.get(node).kill();
        }
        assertThatThrownBy(() -> locks.acquire(LockRequest.of("a").retries(0))).isInstanceOf(LockStoreException.class);
        for (int node = 0; node < 3; node++) {
            servers.get(node).restart();
        }

        // A majority of them first, then all.
        Await.until(() -> {
            try (Lease lease = locks.acquire(LockRequest.of("a").waitTime(Duration.ofSeconds(5)))) {
                return lease.isValid() && servers.lockKeys().size() == 5;
            }
        });
    }

    @Test
    void aNodeThatWasDeadWhileItsLocksWereReleasedVotesAgain() {
        for (int round = 0; round < 5; round++) {
            Lease lease = locks.acquire(LockRequest.of("a"));
            Await.until(() -> servers.lockKeys().size() == 5);
            servers.get(round).kill();
            Await.pass(Duration.ofMillis(50));
            lease.close();
            servers.get(round).restart();

            Await.until(() -> {
                try (Lease next = locks.acquire(LockRequest.of("b"))) {
                    return servers.lockKeys().size() == 5;
                }
            });
        }
    }

    @Test
    void whatADeadNodeWasAskedIsNotSentToTheOneThatTakesItsPlace() {
        servers.get(4).suspend();
        // Lettuce fails the first command that has no answer when the connection is reset: the second is the one in
        // danger.
        locks.acquire(LockRequest.of("c").retries(0));
        locks.acquire(LockRequest.of("a").retries(0));

        servers.get(4).restart();

        // Once it has had another command, it has had whatever was to be sent again.
        Await.until(() -> {
            locks.acquire(LockRequest.of("b")).close();
            return servers.get(4).command("EXISTS", "lock:fence:{b}").equals("1");
        });
        assertThat(servers.get(4).command("EXISTS", "lock:fence:{a}")).isEqualTo("0");
    }

    @Test
    void aLockThatIsRenewedOutlivesTheRestartOfEveryNode() {
        try (Lease lease =
                locks.acquire(LockRequest.of("a").ttl(Duration.ofMillis(600)).renew(true))) {
            for (int node = 0; node < 5; node++) {
                int restarted = node;
                servers.get(node).restart();
                Await.until(
                        () -> !servers.get(restarted).command("GET", "lock:{a}").equals("(nil)"));
            }
            lease.requireValid();
        }
        Await.until(() -> servers.lockKeys().isEmpty());
    }

    private static LockTemplate locks(RedlockServers.Jvm jvm) {
        return new LockTemplate(jvm.store(), RedisLocks.DEFAULTS, List.of(new LoggingLockListener()));
    }

    private String address(int node) {
        return servers.get(node).host() + ":" + servers.get(node).port();
    }
}
