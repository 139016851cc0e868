package io.github.lockstarter.pages;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

class Imports {

    private final LockOperations locks;

    private final List<String> saved = new ArrayList<>();

    private final List<String> reviewed = new ArrayList<>();

    Imports(LockOperations locks) {
        this.locks = locks;
    }

    @DistributedLock(key = "'import:' + #file", ttl = "10s", renew = true, maxHold = "30m")
    public void load(String file, Iterable<String> lines) {
        Lease lease = CurrentLease.require();
        for (String line : lines) {
            lease.requireValid(); // or LeaseLostException, and nothing more is saved
            save(line);
        }
        lease.ensure(Duration.ofSeconds(3)); // renews if less is left: for a step that must not be cut short
        save("done");
    }

    @DistributedLock(key = "'import:' + #file", ttl = "10s")
    public void await(String file, CompletableFuture<Void> transfer) {
        CurrentLease.require().lost().thenAccept(loss -> transfer.cancel(true));
        transfer.join();
    }

    int inStatements() {
        int before = locks.execute("import:stock", lease -> saved.size());

        LockRequest request =
                LockRequest.of("import:stock").ttl(Duration.ofSeconds(5)).waitTime(Duration.ofSeconds(1));
        try (Lease lease = locks.acquire(request)) {
            save("stock");
            lease.requireValid(); // nobody else asks
        }
        return before;
    }

    static void loadAndLook(Imports imports, String file, Iterable<String> lines) {
        try {
            imports.load(file, lines);
        } catch (LeaseLostException lost) {
            // What was saved stands, maybe beside another's: look, do not just repeat.
            imports.review(file, lost.methodCompleted());
        }
    }

    void save(String line) {
        saved.add(line);
    }

    void review(String file, boolean completed) {
        reviewed.add(file + " " + completed);
    }

    List<String> saved() {
        return saved;
    }

    List<String> reviewed() {
        return reviewed;
    }
}
