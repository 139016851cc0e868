package io.github.lockstarter.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** On a real PostgreSQL. */
@Tag("databases")
class PostgresJdbcFenceTests extends JdbcFenceContract {

    /** The server refuses to be root. */
    private static final String USER_INSTEAD_OF_ROOT = "postgres";

    private static final TestDatabase DATABASE = start();

    private static TestDatabase start() {
        Path directory = DatabaseProcess.newDirectory("fence-postgres-");
        String data = directory.resolve("data").toString();
        int port = DatabaseProcess.freePort();
        List<String> prefix = asAnother(directory);
        DatabaseProcess.run(
                directory,
                command(
                        prefix,
                        "initdb",
                        "-D",
                        data,
                        "-U",
                        "test",
                        "-A",
                        "trust",
                        "-E",
                        "UTF8",
                        "--locale=C",
                        "--no-sync"));
        List<String> server = command(prefix, "postgres", "-D", data, "-p", Integer.toString(port));
        for (String setting : List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=off",
                "deadlock_timeout=100ms",
                "lock_timeout=10s")) {
            server.addAll(List.of("-c", setting));
        }
        DatabaseProcess process = DatabaseProcess.start(directory, server);
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
        process.awaitConnection(url, "test");
        return new TestDatabase(
                url, "test", "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'", process);
    }

    private static List<String> asAnother(Path directory) {
        if (!DatabaseProcess.asRoot(directory)) {
            return List.of();
        }
        try {
            Files.setOwner(
                    directory,
                    directory
                            .getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName(USER_INSTEAD_OF_ROOT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String setpriv = DatabaseProcess.binary("setpriv", List.of()).toString();
        return List.of(setpriv, "--reuid=" + USER_INSTEAD_OF_ROOT, "--regid=" + USER_INSTEAD_OF_ROOT, "--clear-groups");
    }

    private static List<String> command(List<String> prefix, String binary, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(DatabaseProcess.binary(binary, placesOfDebian()).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Newest first; Debian keeps the versions of the server off the PATH. */
    private static List<Path> placesOfDebian() {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return List.of();
        }
        try (Stream<Path> each = Files.list(versions)) {
            return each.sorted(Comparator.reverseOrder())
                    .map(version -> version.resolve("bin"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void close() throws Exception {
        DATABASE.close();
    }

    @Override
    protected TestDatabase database() {
        return DATABASE;
    }
}
