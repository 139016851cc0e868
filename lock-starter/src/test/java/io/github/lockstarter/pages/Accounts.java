package io.github.lockstarter.pages;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.jdbc.JdbcFence;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class Accounts {

    private final JdbcClient jdbc;

    private final JdbcFence fence;

    Accounts(JdbcClient jdbc, JdbcFence fence) {
        this.jdbc = jdbc;
        this.fence = fence;
    }

    @DistributedLock(key = "'account:' + #id", ttl = "5s")
    @Transactional
    public void withdraw(long id, long amount) {
        fence.claim("account:" + id); // first
        long balance = balance(id); // then read
        save(id, balance - amount); // then write
    }

    long balance(long id) {
        return jdbc.sql("select balance from account where id = ?")
                .param(id)
                .query(Long.class)
                .single();
    }

    private void save(long id, long balance) {
        jdbc.sql("update account set balance = ? where id = ?")
                .params(balance, id)
                .update();
    }
}
