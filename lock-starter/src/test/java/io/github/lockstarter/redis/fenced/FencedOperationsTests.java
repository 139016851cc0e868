package io.github.lockstarter.redis.fenced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.redis.fenced.OperationsTable.Kind;
import io.github.lockstarter.redis.fenced.SampleData.Situation;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.TestRedis;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.SpringVersion;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * What a fenced template does, for each method of Spring Data's Operations interfaces: operations.txt says it, and here it
 * is called, plain and fenced, on RESP2 and RESP3, with an existing key, a missing one and one of another type.
 */
@Tag("boot3-in-ci")
class FencedOperationsTests {

    private static final Map<String, Map<String, Kind>> TABLE = OperationsTable.read();

    private static RedisServer server;

    private static SampleData data;

    private static Client resp2;

    private static Client resp3;

    @BeforeAll
    static void begin() {
        server = TestRedis.empty();
        data = new SampleData(server);
        resp2 = new Client(server, ProtocolVersion.RESP2);
        resp3 = new Client(server, ProtocolVersion.RESP3);
    }

    @AfterAll
    static void end() {
        resp3.close();
        resp2.close();
        data.close();
    }

    static Stream<Arguments> interfacesOnBothProtocols() {
        return OperationsTable.INTERFACES.stream()
                .flatMap(operations -> Stream.of(ProtocolVersion.RESP2, ProtocolVersion.RESP3)
                        .map(protocol -> Arguments.of(operations, protocol)));
    }

    @ParameterizedTest
    @MethodSource("interfacesOnBothProtocols")
    void eachMethodDoesWhatItsRowSays(Class<?> operations, ProtocolVersion protocol) {
        Client client = protocol == ProtocolVersion.RESP2 ? resp2 : resp3;
        List<String> wrong = new ArrayList<>();
        for (Method method : OperationsTable.methods(operations)) {
            Kind kind = TABLE.get(operations.getSimpleName()).get(OperationsTable.signature(method));
            if (kind != null && kind != Kind.NOT_A_COMMAND) {
                new Row(operations, method, kind).check(client, wrong);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void eachMethodHasARow() {
        for (Class<?> operations : OperationsTable.INTERFACES) {
            assertThat(TABLE.get(operations.getSimpleName()))
                    .containsKeys(OperationsTable.methods(operations).stream()
                            .map(OperationsTable::signature)
                            .toArray(String[]::new));
        }
    }

    @Test
    void eachRowHasAMethodInTheNewestGeneration() {
        assumeThat(SpringVersion.getVersion()).doesNotStartWith("6.");
        Map<String, Map<String, Kind>> newest = OperationsTable.readNewest();
        for (Class<?> operations : OperationsTable.INTERFACES) {
            assertThat(OperationsTable.methods(operations).stream().map(OperationsTable::signature))
                    .containsAll(newest.get(operations.getSimpleName()).keySet());
        }
    }

    private record Row(Class<?> operations, Method method, Kind kind) {

        private void check(Client client, List<String> wrong) {
            boolean returned = false;
            String thrown = "";
            for (Situation situation : Situation.values()) {
                Outcome fenced = call(client.fenced, situation, client);
                if (kind == Kind.REFUSED) {
                    if (!fenced.threw() || !isRefusal(fenced.text())) {
                        wrong.add(this + " is not refused: " + fenced);
                    }
                    continue;
                }
                Outcome plain = call(client.plain, situation, client);
                returned |= !plain.threw();
                thrown += plain.text() + "; ";
                if (kind == Kind.LACKS && !plain.threw() && !fenced.threw()) {
                    // A newer server, for whose commands there are no data here.
                    continue;
                }
                if (!comparable(plain).equals(comparable(fenced))) {
                    wrong.add("%s %s%n  plain  %s%n  fenced %s".formatted(this, situation, plain, fenced));
                }
            }
            if (kind == Kind.BROKEN && returned) {
                wrong.add(this + " does not always throw");
            }
            if (kind.returnsForSome() && !returned) {
                wrong.add(this + " only ever threw: " + thrown);
            }
        }

        private Outcome call(StringRedisTemplate template, Situation situation, Client client) {
            boolean chance = method.getName().toLowerCase().contains("random")
                    || operations.getSimpleName().equals("SetOperations")
                            && method.getName().equals("pop");
            data.lay(operations.getSimpleName(), situation, chance);
            Object target = OperationsTable.on(operations, template);
            return Outcome.of(method, target, SampleArguments.of(method, client.dump), data);
        }

        private Outcome comparable(Outcome outcome) {
            return switch (kind) {
                case SAME_BUT_CLOCK -> outcome.withoutNumbers();
                case SAME_BUT_CHANCE -> outcome.withoutElement();
                // The text of the error is another one in scripts.
                case LACKS -> new Outcome(outcome.threw(), outcome.text().replaceAll(":.*", ""), outcome.state());
                default -> outcome;
            };
        }

        private static boolean isRefusal(String text) {
            return text.startsWith("java.lang.UnsupportedOperationException")
                    && (text.contains("A fenced client refuses ") || text.contains("cannot be fenced"));
        }

        @Override
        public String toString() {
            return operations.getSimpleName() + "." + OperationsTable.signature(method);
        }
    }

    /** A plain and a fenced template on connections of one protocol. */
    private static final class Client implements AutoCloseable {

        private final RedisLocks locks;

        private final Lease lease;

        private final StringRedisTemplate plain;

        private final StringRedisTemplate fenced;

        private final byte[] dump;

        private Client(RedisServer server, ProtocolVersion protocol) {
            LettuceConnectionFactory factory = new LettuceConnectionFactory(
                    new RedisStandaloneConfiguration(server.host(), server.port()),
                    LettuceClientConfiguration.builder()
                            .clientOptions(ClientOptions.builder()
                                    .protocolVersion(protocol)
                                    .build())
                            .build());
            factory.afterPropertiesSet();
            factory.start();
            locks = new RedisLocks(factory, RedisLocks.DEFAULTS);
            lease = locks.template().acquire(LockRequest.of(protocol.name()).ttl(Duration.ofMinutes(10)));
            plain = new StringRedisTemplate(factory);
            fenced = new FencedRedis(locks.store()).template(lease);
            plain.opsForValue().set("dumped", "a value");
            dump = plain.dump("dumped");
        }

        @Override
        public void close() {
            lease.close();
            locks.close();
        }
    }
}
