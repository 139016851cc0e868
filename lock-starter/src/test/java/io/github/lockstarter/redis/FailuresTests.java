package io.github.lockstarter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.store.StoreFailure.Kind;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import redis.clients.jedis.exceptions.JedisDataException;

class FailuresTests {

    @Test
    void refusalsThatPassAreNotExecuted() {
        for (String word : List.of(
                "MOVED",
                "ASK",
                "TRYAGAIN",
                "CLUSTERDOWN",
                "LOADING",
                "MASTERDOWN",
                "READONLY",
                "NOREPLICAS",
                "BUSY",
                "OOM",
                "MISCONF")) {
            assertThat(kind(word + " some words script: 0123, on @user_script:1."))
                    .as(word)
                    .isEqualTo(Kind.NOT_EXECUTED);
        }
    }

    @Test
    void otherRefusalsAreFinal() {
        assertThat(kind("WRONGTYPE Operation against a key")).isEqualTo(Kind.REJECTED);
        assertThat(kind("NOPERM this user has no permissions")).isEqualTo(Kind.REJECTED);
        assertThat(kind("ERR The user executing the script can't run this command"))
                .isEqualTo(Kind.REJECTED);
    }

    @Test
    void errorsInsideAScriptAreReadAsRedisBeforeSevenWrapsThem() {
        String call = "ERR Error running script (call to f_0123456789abcdef): @user_script:50: ";
        assertThat(kind(call + "@user_script: 50: -READONLY You can't write against a read only replica."))
                .isEqualTo(Kind.NOT_EXECUTED);
        assertThat(kind(call + "@user_script: 50: -OOM command not allowed when used memory > 'maxmemory'."))
                .isEqualTo(Kind.NOT_EXECUTED);
        assertThat(kind(call + "WRONGTYPE Operation against a key holding the wrong kind of value"))
                .isEqualTo(Kind.REJECTED);
        assertThat(Failures.of(reply(call + "WRONGTYPE Operation against a key")))
                .hasMessageContaining("A key of another kind stands where the lock belongs");
    }

    @Test
    void aScriptThatASlotsMoveStoppedHalfWayMayHaveDoneSomething() {
        String seven =
                "ERR Script attempted to access a non local key in a cluster node script: 0123, on @user_script:92.";
        String six =
                "ERR Error running script (call to f_0123): @user_script:92: @user_script: 92: Script attempted to access a non local key in a cluster node";
        assertThat(kind(seven)).isEqualTo(Kind.UNKNOWN);
        assertThat(kind(six)).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void anythingElseIsUnknown() {
        assertThat(Failures.of(new RedisCommandTimeoutException("1 minute")).kind())
                .isEqualTo(Kind.UNKNOWN);
        assertThat(Failures.of(new IllegalStateException("Connection closed")).kind())
                .isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void repliesOfBothClientsAreFoundAmongTheCauses() {
        Throwable jedis =
                new InvalidDataAccessApiUsageException("no", new JedisDataException("NOSCRIPT No matching script"));
        assertThat(Failures.isNoScript(jedis)).isTrue();
        assertThat(Failures.isNoScript(reply("NOSCRIPT No matching script"))).isTrue();
        assertThat(Failures.isNoScript(reply("ERR no"))).isFalse();
    }

    private static Kind kind(String reply) {
        StoreFailure failure = Failures.of(reply(reply));
        return failure.kind();
    }

    private static RedisCommandExecutionException reply(String reply) {
        return new RedisCommandExecutionException(reply);
    }
}
