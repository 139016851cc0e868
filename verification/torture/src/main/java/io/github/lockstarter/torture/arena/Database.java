package io.github.lockstarter.torture.arena;

import io.github.lockstarter.jdbc.JdbcFence;
import io.github.lockstarter.torture.history.Workload;
import io.github.lockstarter.torture.worker.Ledger;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;
import org.springframework.jdbc.core.JdbcTemplate;

/** An H2 in this JVM, which workers reach by TCP. No fault touches it: it is what the locks are to protect. */
final class Database implements AutoCloseable {

    private final Server server;
    private final String name;
    private final Ledger ledger;

    Database() {
        try {
            server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        } catch (SQLException e) {
            throw new IllegalStateException("The database does not start", e);
        }
        name = "mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:" + name);
        new JdbcFence(source).createSchema();
        ledger = new Ledger(new JdbcTemplate(source));
        ledger.create(
                List.of(Workload.SQL.key(0).name(), Workload.ANNOTATED.key(0).name()));
    }

    String url() {
        return "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/" + name;
    }

    Ledger ledger() {
        return ledger;
    }

    @Override
    public void close() {
        server.stop();
    }
}
