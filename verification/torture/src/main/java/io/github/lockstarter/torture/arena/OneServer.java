package io.github.lockstarter.torture.arena;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.process.RedisServerBuilder;
import io.github.lockstarter.torture.history.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One Redis, with an {@link AppendOnlyFile}. Workers come to it through proxies, as a user with few rights. */
final class OneServer implements Topology {

    private final Path directory;

    private final RedisServer server;

    /** @param clock what it goes by, if not by the machine's */
    OneServer(Path directory, Optional<FakeClock> clock) {
        this.directory = directory;
        List<String> flags = new ArrayList<>(AppendOnlyFile.flags());
        flags.addAll(RedisUser.flags());
        RedisServerBuilder builder =
                RedisServer.builder().directory(directory.resolve("redis")).flags(flags.toArray(String[]::new));
        clock.ifPresent(present -> builder.binary(present.server(directory.resolve("clock"))));
        server = builder.start();
    }

    RedisServer server() {
        return server;
    }

    /** Lets it forget everything: it was killed, and is not up again. */
    void forgetData() {
        Directories.delete(directory.resolve("redis").resolve(AppendOnlyFile.DIRECTORY));
    }

    /** But for the port, which is that of a proxy. */
    @Override
    public List<String> settings() {
        return List.of(
                "--spring.data.redis.host=127.0.0.1",
                "--spring.data.redis.username=" + RedisUser.NAME,
                "--spring.data.redis.password=" + RedisUser.PASSWORD);
    }

    @Override
    public List<RedisServer> servers() {
        return List.of(server);
    }

    @Override
    public Set<Workload> workloads() {
        return EnumSet.allOf(Workload.class);
    }

    @Override
    public void close() {
        server.close();
    }
}
