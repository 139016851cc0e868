package io.github.lockstarter.pages;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.OnBusy;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

@Component
class Jobs {

    private int runs;

    @Scheduled(cron = "0 0 3 * * *")
    @DistributedLock(key = "'nightly'", ttl = "1m", retries = 0, onBusy = OnBusy.SKIP, minHold = "30s")
    public void nightly() {
        closeBooks();
    }

    private void closeBooks() {
        runs++;
    }

    int runs() {
        return runs;
    }
}
