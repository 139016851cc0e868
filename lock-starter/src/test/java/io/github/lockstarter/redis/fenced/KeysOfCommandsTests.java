package io.github.lockstarter.redis.fenced;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.TestRedis;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisException;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.RedisCommand;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionProvider;
import org.springframework.data.redis.core.StringRedisTemplate;

/** What the slot check takes for the keys of a command are those that the server takes. */
class KeysOfCommandsTests {

    private final RedisServer server = TestRedis.empty();

    @Test
    void areTheServersForEveryMethodOfTheOperationsInterfaces() {
        LettuceConnectionFactory factory = TestRedis.lettuce(server);
        try (RedisConnection connection = factory.getConnection()) {
            Recorder recorder =
                    new Recorder(((RedisAsyncCommands<?, ?>) connection.getNativeConnection()).getStatefulConnection());
            StringRedisTemplate template = new StringRedisTemplate(recorder.factory());
            for (Class<?> operations : OperationsTable.INTERFACES) {
                OperationsTable.methods(operations).stream()
                        .filter(method -> sendsACommand(operations, method))
                        .forEach(method -> recorder.call(operations, method, template));
            }
            assertThat(recorder.commands).hasSizeGreaterThan(80);
            assertThat(recorder.wrong).isEmpty();
        } finally {
            factory.destroy();
        }
    }

    private static boolean sendsACommand(Class<?> operations, Method method) {
        return OperationsTable.read().get(operations.getSimpleName()).get(OperationsTable.signature(method))
                != OperationsTable.Kind.NOT_A_COMMAND;
    }

    /** Takes the commands instead of sending them. */
    private final class Recorder extends StatefulRedisConnectionImpl<byte[], byte[]> {

        private final Set<String> commands = new TreeSet<>();

        private final Set<String> wrong = new TreeSet<>();

        private final SlotCheck slots;

        private Recorder(StatefulConnection<?, ?> target) {
            this(target, new KeyNotingCodec());
        }

        private Recorder(StatefulConnection<?, ?> target, KeyNotingCodec codec) {
            super(
                    new SharedWriter(((RedisChannelHandler<?, ?>) target).getChannelWriter()),
                    new NoPushes(),
                    codec,
                    Duration.ofSeconds(1));
            setOptions(target.getOptions());
            slots = new SlotCheck(codec);
        }

        private RedisConnectionFactory factory() {
            return (RedisConnectionFactory) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {RedisConnectionFactory.class},
                    (proxy, method, args) -> {
                        if (method.getName().equals("getConnection")) {
                            return new LettuceConnection(this, new Itself(this), 1_000, 0);
                        }
                        return switch (method.getName()) {
                            case "hashCode" -> 1;
                            case "equals" -> proxy == args[0];
                            case "getConvertPipelineAndTxResults" -> true;
                            default -> throw new UnsupportedOperationException(method.getName());
                        };
                    });
        }

        private void call(Class<?> operations, Method method, StringRedisTemplate template) {
            try {
                method.setAccessible(true);
                method.invoke(
                        OperationsTable.on(operations, template), SampleArguments.of(method, new byte[] {1, 2, 3}));
            } catch (ReflectiveOperationException e) {
                // Every command fails: it was taken.
            }
        }

        @Override
        public <T> RedisCommand<byte[], byte[], T> dispatch(RedisCommand<byte[], byte[], T> command) {
            compare(CommandGuard.nameOf(command.getType()), command.getArgs());
            throw new RedisException("taken");
        }

        private void compare(String name, CommandArgs<byte[], byte[]> args) {
            if (args == null || name.startsWith("EVAL")) {
                return;
            }
            List<String> asked = new ArrayList<>(List.of("COMMAND", "GETKEYS", name));
            EncodedWords.of(args).forEach(word -> asked.add(new String(word, ISO_8859_1)));
            String reply;
            try {
                reply = server.command(asked.toArray(String[]::new));
            } catch (IllegalStateException e) {
                if (e.getMessage().contains("Invalid command specified")) {
                    return;
                }
                reply = "";
            }
            commands.add(name);
            List<String> servers = reply.isEmpty() ? List.of() : Arrays.asList(reply.split("\n"));
            List<String> ours = slots.keys(name, args).stream()
                    .map(key -> new String(key, ISO_8859_1))
                    .toList();
            if (!Set.copyOf(ours).equals(Set.copyOf(servers))) {
                wrong.add(asked + ": the server says " + servers + ", we say " + ours);
            }
        }
    }

    /** Gives one connection to whoever asks. */
    private record Itself(StatefulConnection<?, ?> connection) implements LettuceConnectionProvider {

        @Override
        public <T extends StatefulConnection<?, ?>> CompletionStage<T> getConnectionAsync(Class<T> type) {
            return CompletableFuture.completedFuture(type.cast(connection));
        }

        @Override
        public CompletableFuture<Void> releaseAsync(StatefulConnection<?, ?> released) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
