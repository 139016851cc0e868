package io.github.lockstarter.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.OnBusy;
import io.github.lockstarter.testing.Contexts;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.springframework.core.ReactiveAdapterRegistry;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

/** What Spring can adapt to Reactor's types is locked as those are. */
class AdaptedTypesTests {

    @Test
    void theyAreLockedUntilTheyEndAndFailWhenTheLockIsBusy() {
        Contexts.inMemory().withBean(Service.class).run(context -> {
            Service service = context.getBean(Service.class);
            LockOperations locks = context.getBean(LockOperations.class);
            assertThat(service.single(locks).blockingGet()).isFalse();
            assertThat(service.maybe(locks).blockingGet()).isFalse();
            assertThat(service.observable(locks).blockingLast()).isFalse();
            assertThat(service.flowable(locks).blockingLast()).isFalse();
            assertThat(Flux.from(ReactiveAdapterRegistry.getSharedInstance()
                                    .getAdapter(Flow.Publisher.class)
                                    .toPublisher(service.publisher(locks)))
                            .blockLast())
                    .isEqualTo(false);
            service.completable().blockingAwait();
            assertThat(locks.tryAcquire(LockRequest.of("rx"))).isPresent().hasValueSatisfying(Lease::close);

            try (Lease busy = locks.acquire(LockRequest.of("rx"))) {
                service.single(locks).test().await().assertError(LockNotAcquiredException.class);
                service.completable().test().await().assertError(LockNotAcquiredException.class);
                service.skipping().test().await().assertNoValues().assertComplete();
            }
        });
    }

    @Test
    void whatCannotBeEmptyCannotBeSkipped() {
        Contexts.inMemory()
                .withBean(SkippingSingle.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(LockConfigurationException.class)
                        .hasMessageContaining("onBusy = SKIP of @DistributedLock on SkippingSingle.single")
                        .hasMessageContaining("the method returns Single, which cannot be empty"));
    }

    public static class Service {

        @DistributedLock(key = "'rx'", retries = 0)
        public Single<Boolean> single(LockOperations locks) {
            return Single.fromCallable(() -> isFree(locks));
        }

        @DistributedLock(key = "'rx'", retries = 0)
        public Maybe<Boolean> maybe(LockOperations locks) {
            return Maybe.fromCallable(() -> isFree(locks));
        }

        @DistributedLock(key = "'rx'", retries = 0)
        public Observable<Boolean> observable(LockOperations locks) {
            return Observable.fromCallable(() -> isFree(locks));
        }

        @DistributedLock(key = "'rx'", retries = 0)
        public Flowable<Boolean> flowable(LockOperations locks) {
            return Flowable.fromCallable(() -> isFree(locks));
        }

        @DistributedLock(key = "'rx'", retries = 0)
        public Flow.Publisher<Boolean> publisher(LockOperations locks) {
            return JdkFlowAdapter.publisherToFlowPublisher(Flux.defer(() -> Flux.just(isFree(locks))));
        }

        @DistributedLock(key = "'rx'", retries = 0)
        public Completable completable() {
            return Completable.complete();
        }

        @DistributedLock(key = "'rx'", retries = 0, onBusy = OnBusy.SKIP)
        public Maybe<String> skipping() {
            return Maybe.just("done");
        }

        private static boolean isFree(LockOperations locks) {
            return locks.tryAcquire(LockRequest.of("rx")).isPresent();
        }
    }

    public static class SkippingSingle {

        @DistributedLock(onBusy = OnBusy.SKIP)
        public Single<String> single() {
            return Single.just("done");
        }
    }
}
