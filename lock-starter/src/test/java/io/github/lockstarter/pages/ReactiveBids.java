package io.github.lockstarter.pages;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.reactive.ReactiveCurrentLease;
import io.github.lockstarter.reactive.ReactiveLockOperations;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class ReactiveBids {

    @DistributedLock(key = "'item:' + #id", ttl = "5s")
    public Mono<Long> placeBid(String id, long amount) {
        return ReactiveCurrentLease.require().flatMap(lease -> save(id, amount, lease.fencingToken()));
    }

    private Mono<Long> save(String id, long amount, long fencingToken) {
        return Mono.just(amount);
    }

    void inStatements(LockOperations locks, ReactiveLockOperations reactiveLocks) {
        // LockOperations
        CompletionStage<Long> bid = locks.executeAsync(LockRequest.of("item:a1"), lease -> saveLater(120));
        CompletionStage<Lease> lease = locks.acquireAsync(LockRequest.of("item:a1")); // yours to close

        // ReactiveLockOperations
        Mono<Long> mono = reactiveLocks.execute("item:a1", current -> save(120));
        Flux<Long> flux = reactiveLocks.executeMany("item:a1", current -> saveAll(120L, 130L));
    }

    private CompletionStage<Long> saveLater(long amount) {
        return CompletableFuture.completedStage(amount);
    }

    private Mono<Long> save(long amount) {
        return Mono.just(amount);
    }

    private Flux<Long> saveAll(Long... amounts) {
        return Flux.just(amounts);
    }
}
