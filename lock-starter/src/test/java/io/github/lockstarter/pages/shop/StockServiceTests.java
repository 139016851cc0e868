package io.github.lockstarter.pages.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.memory.InMemoryLockStore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@Tag("boot3-in-ci")
@SpringBootTest(properties = "distributed-lock.store=memory") // locks in this JVM: no Redis
class StockServiceTests {

    @Autowired
    StockService stock;

    @Autowired
    InMemoryLockStore locks;

    @AfterEach
    void forgetAllLocks() {
        locks.reset();
    }

    @Test
    void nothingIsTakenTwice() {
        IntStream.range(0, 100).parallel().forEach(i -> stock.take("vase"));

        assertThat(stock.take("vase")).isEqualTo(1000 - 101);
    }

    @Test
    void whoWaitsInVainIsTold() {
        locks.makeBusy("stock:vase");

        assertThatExceptionOfType(LockNotAcquiredException.class) // after about 1.5 s
                .isThrownBy(() -> stock.take("vase"));
    }
}
