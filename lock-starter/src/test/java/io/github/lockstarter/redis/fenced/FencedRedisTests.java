package io.github.lockstarter.redis.fenced;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LeaseLostException.Reason;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.core.UnlockedOperations;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.TestRedis;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisPipelineException;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

class FencedRedisTests {

    private static final LockRequest REQUEST =
            LockRequest.of("item:a1").ttl(Duration.ofMinutes(1)).retries(0);

    private static final String LOCK_KEY = "lock:{item:a1}";

    private static RedisLocks locks;

    private final RedisServer server = TestRedis.empty();

    private final FencedRedis fenced = new FencedRedis(locks.store());

    private final StringRedisTemplate plain =
            new StringRedisTemplate(locks.store().connectionFactory());

    @BeforeAll
    static void begin() {
        locks = new RedisLocks(TestRedis.empty(), RedisLocks.DEFAULTS);
    }

    @AfterAll
    static void end() {
        locks.close();
    }

    /** Ways of writing, each to the key "written". */
    static Stream<Write> writes() {
        RedisScript<String> script = RedisScript.of("return redis.call('SET', KEYS[1], ARGV[1])", String.class);
        return Stream.of(
                new Write("a typed operation", t -> t.opsForValue().set("written", "1")),
                new Write("another", t -> t.opsForHash().put("written", "field", "1")),
                new Write("a script", t -> t.execute(script, List.of("written"), "1")),
                new Write(
                        "a raw command",
                        t -> t.execute((RedisCallback<?>) c -> c.execute("SET", bytes("written"), bytes("1")))),
                new Write(
                        "raw EVAL",
                        t -> t.execute((RedisCallback<?>) c -> c.scriptingCommands()
                                .eval(
                                        bytes("return redis.call('SET', KEYS[1], '1')"),
                                        ReturnType.STATUS,
                                        1,
                                        bytes("written")))),
                new Write(
                        "a pipeline",
                        t -> t.executePipelined(
                                (RedisCallback<?>) c -> c.stringCommands().set(bytes("written"), bytes("1")))),
                new Write(
                        "a script in a pipeline",
                        t -> t.executePipelined((RedisCallback<?>) c -> c.scriptingCommands()
                                .eval(
                                        bytes("return redis.call('SET', KEYS[1], '1')"),
                                        ReturnType.STATUS,
                                        1,
                                        bytes("written")))),
                new Write("a read-modify-write", t -> t.opsForValue().increment("written")),
                new Write("a bound operation", t -> t.boundListOps("written").rightPush("1")));
    }

    @Nested
    class UnderALease {

        @ParameterizedTest
        @MethodSource("io.github.lockstarter.redis.fenced.FencedRedisTests#writes")
        void writes(Write write) {
            locks.template().execute(REQUEST, lease -> {
                write.by(fenced.template());
                return null;
            });

            assertThat(server.command("EXISTS", "written")).isEqualTo("1");
        }

        @Test
        void theTemplateOfALeaseNeedsNoCurrentOne() {
            try (Lease lease = locks.template().acquire(REQUEST)) {
                fenced.template(lease).opsForValue().set("written", "1");
            }

            assertThat(server.command("GET", "written")).isEqualTo("1");
        }

        @Test
        void theInnermostIsTakenAtEachCommand() {
            StringRedisTemplate template = fenced.template();
            try (Lease outer = locks.template().acquire(LockRequest.of("outer"));
                    Lease inner = locks.template().acquire(LockRequest.of("inner"));
                    CurrentLease.Binding first = CurrentLease.bind(outer)) {
                try (CurrentLease.Binding second = CurrentLease.bind(inner)) {
                    server.command("DEL", "lock:{outer}");
                    template.opsForValue().set("written", "1");
                }
                assertThatThrownBy(() -> template.opsForValue().set("written", "2"))
                        .isInstanceOf(LeaseLostException.class);
            }
            assertThat(server.command("GET", "written")).isEqualTo("1");
        }

        @Test
        void keysAndValuesMayBeAnyBytesAndLong() {
            Random random = new Random(7);
            byte[] key = new byte[256];
            byte[] field = new byte[300];
            byte[] value = new byte[1 << 20];
            random.nextBytes(field);
            random.nextBytes(value);
            for (int i = 0; i < key.length; i++) {
                key[i] = (byte) i;
            }

            locks.template()
                    .execute(
                            REQUEST,
                            lease -> fenced.template().execute((RedisCallback<?>) connection -> {
                                connection.hashCommands().hSet(key, field, value);
                                assertThat(connection.hashCommands().hGet(key, field))
                                        .isEqualTo(value);
                                return null;
                            }));

            byte[] stored = plain.execute((RedisCallback<byte[]>)
                    connection -> connection.hashCommands().hGet(key, field));
            assertThat(stored).isEqualTo(value);
        }

        @Test
        void aPipelineAnswersAsThePlainOneDoes() {
            RedisCallback<?> pipeline = connection -> {
                connection.stringCommands().set(bytes("a"), bytes("1"));
                connection.stringCommands().incr(bytes("a"));
                connection.stringCommands().get(bytes("a"));
                connection.keyCommands().del(bytes("a"));
                connection.stringCommands().get(bytes("a"));
                return null;
            };

            assertThat(locks.template()
                            .<List<Object>>execute(
                                    REQUEST, lease -> fenced.template().executePipelined(pipeline)))
                    .isEqualTo(plain.executePipelined(pipeline))
                    .contains(2L, "2");
        }

        @Test
        void aPipelinesOwnErrorsAreThePlainOnes() {
            RedisCallback<?> pipeline = connection -> {
                connection.stringCommands().set(bytes("a"), bytes("text"));
                connection.stringCommands().incr(bytes("a"));
                return null;
            };

            Throwable ours = catchThrowable(() -> locks.template()
                    .<List<Object>>execute(REQUEST, lease -> fenced.template().executePipelined(pipeline)));

            assertThat(ours)
                    .isInstanceOf(RedisPipelineException.class)
                    .hasMessage(catchThrowable(() -> plain.executePipelined(pipeline))
                            .getMessage());
        }

        @Test
        void manyArgumentsPassAndMoreThanAScriptTakesAreRefusedByName() {
            try (Lease lease = locks.template().acquire(REQUEST)) {
                StringRedisTemplate template = fenced.template(lease);

                assertThat(template.opsForSet().add("set", numbers(7_899))).isEqualTo(7_899);
                assertThatThrownBy(() -> template.opsForSet().add("set", numbers(7_900)))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContaining("SADD")
                        .hasMessageContaining("split it");
            }
        }

        @Test
        void integersBeyondTwoToThe53LoseTheirLastDigitsInTheReplyOnly() {
            try (Lease lease = locks.template().acquire(REQUEST)) {
                plain.opsForValue().set("n", "9007199254740992");

                assertThat(fenced.template(lease).opsForValue().increment("n")).isEqualTo(9007199254740992L);
                assertThat(plain.opsForValue().get("n")).isEqualTo("9007199254740993");
                assertThat(plain.opsForValue().increment("n")).isEqualTo(9007199254740994L);
            }
        }

        private String[] numbers(int count) {
            String[] numbers = new String[count];
            Arrays.setAll(numbers, Integer::toString);
            return numbers;
        }
    }

    @Nested
    class WithoutALease {

        @ParameterizedTest
        @MethodSource("io.github.lockstarter.redis.fenced.FencedRedisTests#writes")
        void refuses(Write write) {
            assertThatThrownBy(() -> write.by(fenced.template()))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("@DistributedLock");
            assertThat(server.command("EXISTS", "written")).isEqualTo("0");
        }

        @ParameterizedTest
        @MethodSource("io.github.lockstarter.redis.fenced.FencedRedisTests#writes")
        void refusesALeaseThatIsInNoStore(Write write) {
            Lease unlocked = new UnlockedOperations().acquire(REQUEST);

            assertThatThrownBy(() -> write.by(fenced.template(unlocked)))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("distributed-lock.enabled=false");
            assertThat(server.command("EXISTS", "written")).isEqualTo("0");
        }

        @ParameterizedTest
        @MethodSource("io.github.lockstarter.redis.fenced.FencedRedisTests#writes")
        void theRefusingOneGivesItsReason(Write write) {
            assertThatThrownBy(() -> write.by(FencedRedis.refusing("because").template()))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("because");
            try (Lease lease = locks.template().acquire(REQUEST)) {
                assertThatThrownBy(
                                () -> write.by(FencedRedis.refusing("because").template(lease)))
                        .isExactlyInstanceOf(IllegalStateException.class)
                        .hasMessage("because");
            }
        }
    }

    @Nested
    class AfterALoss {

        @Test
        void refusesUnsentOnceTheDeadlineHasPassed() {
            locks.warm();
            Lease lease = locks.template().acquire(REQUEST.ttl(Duration.ofMillis(100)));
            // So that the server would let it through.
            server.command("PERSIST", LOCK_KEY);
            Await.until(() -> !lease.isValid());
            server.command("CONFIG", "RESETSTAT");

            assertThat(writes())
                    .allSatisfy(write -> assertThatThrownBy(() -> write.by(fenced.template(lease)))
                            .isInstanceOfSatisfying(
                                    LeaseLostException.class,
                                    e -> assertThat(e.reason()).isEqualTo(Reason.EXPIRED)));
            assertThat(server.command("INFO", "commandstats")).doesNotContain("cmdstat_eval");
            assertThat(server.command("EXISTS", "written")).isEqualTo("0");
        }

        @ParameterizedTest
        @MethodSource("io.github.lockstarter.redis.fenced.FencedRedisTests#writes")
        void refusesOnceTheLeaseIsClosed(Write write) {
            Lease lease = locks.template().acquire(REQUEST);
            lease.close();

            assertThatThrownBy(() -> write.by(fenced.template(lease))).isInstanceOf(LeaseLostException.class);
            assertThat(server.command("EXISTS", "written")).isEqualTo("0");
        }

        @ParameterizedTest
        @MethodSource("io.github.lockstarter.redis.fenced.FencedRedisTests#writes")
        void theServerRefusesWhenTheLockIsGone(Write write) {
            assertRefusedAfter(write, "DEL", LOCK_KEY);
        }

        @ParameterizedTest
        @MethodSource("io.github.lockstarter.redis.fenced.FencedRedisTests#writes")
        void theServerRefusesWhenTheLockIsAnothers(Write write) {
            assertRefusedAfter(write, "SET", LOCK_KEY, "0123456789abcdef0123456789abcdef@another");
        }

        @ParameterizedTest
        @MethodSource("io.github.lockstarter.redis.fenced.FencedRedisTests#writes")
        void theServerRefusesWhenSomethingElseStandsThere(Write write) {
            assertRefusedAfter(
                    write,
                    "EVAL",
                    "redis.call('DEL', KEYS[1]) return redis.call('LPUSH', KEYS[1], 'x')",
                    "1",
                    LOCK_KEY);
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "b", "c"})
        void everyKeyOfALeaseIsChecked(String stolen) {
            Lease lease = locks.template().acquire(LockRequest.of(List.of("a", "b", "c")));
            fenced.template(lease).opsForValue().set("before", "1");
            assertThat(fenced.template(lease).<Long>execute(counting(), List.of("k1", "k2"), "v1", "v2", "v3"))
                    .isEqualTo(23);
            server.command("DEL", "lock:{" + stolen + "}");

            assertThatThrownBy(() -> fenced.template(lease).opsForValue().set("written", "1"))
                    .isInstanceOf(LeaseLostException.class);
            assertThatThrownBy(() -> fenced.template(lease).execute(counting(), List.of("k1"), "v1"))
                    .isInstanceOf(LeaseLostException.class);
            assertThat(server.command("EXISTS", "written")).isEqualTo("0");
        }

        @RepeatedTest(50)
        void aLossWithinAPipelineIsThrownAsItIsWhateverElseFailed() {
            Lease lease = locks.template().acquire(REQUEST);

            assertThatThrownBy(() -> fenced.template(lease).executePipelined((RedisCallback<?>) connection -> {
                        connection.stringCommands().set(bytes("before"), bytes("text"));
                        connection.stringCommands().incr(bytes("before"));
                        server.command("DEL", LOCK_KEY);
                        connection.stringCommands().set(bytes("written"), bytes("1"));
                        return null;
                    }))
                    .isInstanceOf(LeaseLostException.class)
                    .satisfies(e ->
                            assertThat(e.getSuppressed()).hasAtLeastOneElementOfType(RedisPipelineException.class));
            assertThat(server.command("EXISTS", "written")).isEqualTo("0");
        }

        @Test
        void aLossInOnePipelineSaysNothingOfTheNext() {
            Lease first = locks.template().acquire(REQUEST);
            Lease second = locks.template().acquire(LockRequest.of("second"));
            server.command("DEL", LOCK_KEY);

            fenced.template().execute((RedisCallback<?>) connection -> {
                try (CurrentLease.Binding binding = CurrentLease.bind(first)) {
                    connection.openPipeline();
                    connection.stringCommands().set(bytes("written"), bytes("1"));
                    assertThatThrownBy(connection::closePipeline).isInstanceOf(LeaseLostException.class);
                }
                try (CurrentLease.Binding binding = CurrentLease.bind(second)) {
                    connection.openPipeline();
                    connection.stringCommands().set(bytes("before"), bytes("text"));
                    connection.stringCommands().incr(bytes("before"));
                    assertThatThrownBy(connection::closePipeline).isInstanceOf(RedisPipelineException.class);
                }
                return null;
            });
        }

        @Test
        void aLocalRefusalWithinAPipelineIsNotHiddenByAnErrorBeforeIt() {
            Lease lease = locks.template().acquire(REQUEST);

            assertThatThrownBy(() -> fenced.template(lease).executePipelined((RedisCallback<?>) connection -> {
                        connection.stringCommands().set(bytes("before"), bytes("text"));
                        connection.stringCommands().incr(bytes("before"));
                        lease.close();
                        connection.stringCommands().set(bytes("written"), bytes("1"));
                        return null;
                    }))
                    .isInstanceOf(LeaseLostException.class);
            assertThat(server.command("EXISTS", "written")).isEqualTo("0");
        }

        @Test
        void theNativeConnectionIsFencedToo() throws Exception {
            Lease lease = locks.template().acquire(REQUEST);
            RedisCallback<RedisAsyncCommands<byte[], byte[]>> getNative = FencedRedisTests::nativeOf;
            RedisAsyncCommands<byte[], byte[]> commands = fenced.template(lease).execute(getNative);
            commands.set(bytes("before"), bytes("1")).get();
            server.command("DEL", LOCK_KEY);

            assertThatThrownBy(() -> commands.set(bytes("written"), bytes("1")).get())
                    .hasCauseInstanceOf(RedisException.class)
                    .hasMessageContaining("LOCKLOST");
            lease.close();
            assertThatThrownBy(() -> commands.set(bytes("written"), bytes("1")))
                    .isInstanceOf(RedisException.class)
                    .hasCauseInstanceOf(LeaseLostException.class);
            assertThat(server.command("EXISTS", "written")).isEqualTo("0");
        }

        private void assertRefusedAfter(Write write, String... theft) {
            Lease lease = locks.template().acquire(REQUEST);
            server.command(theft);

            assertThatThrownBy(() -> write.by(fenced.template(lease)))
                    .isInstanceOfSatisfying(
                            LeaseLostException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED));
            assertThat(server.command("EXISTS", "written")).isEqualTo("0");
        }

        private RedisScript<Long> counting() {
            return RedisScript.of("return #KEYS * 10 + #ARGV", Long.class);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @SuppressWarnings("unchecked")
    private static RedisAsyncCommands<byte[], byte[]> nativeOf(RedisConnection connection) {
        return (RedisAsyncCommands<byte[], byte[]>) connection.getNativeConnection();
    }

    /** One way of writing. */
    record Write(String how, Consumer<StringRedisTemplate> way) {

        void by(StringRedisTemplate template) {
            way.accept(template);
        }

        @Override
        public String toString() {
            return how;
        }
    }
}
