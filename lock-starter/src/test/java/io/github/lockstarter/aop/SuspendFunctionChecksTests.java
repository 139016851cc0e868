package io.github.lockstarter.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.testing.Contexts;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import kotlin.Metadata;
import kotlin.coroutines.Continuation;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.util.ReflectionUtils;

/** Suspend functions that cannot be locked are refused. Those that can be are tested in Kotlin (verification/kotlin). */
class SuspendFunctionChecksTests {

    @Test
    void withoutCoroutinesForReactorNobodyWouldTellTheirEnd() {
        Contexts.inMemory()
                .withClassLoader(new FilteredClassLoader("kotlinx.coroutines.reactor"))
                .withBean(Suspending.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(LockConfigurationException.class)
                        .hasMessageContaining(
                                "@DistributedLock on Suspending.place: the method is a suspend function, and there is nothing that would tell when it has ended")
                        .extracting(failure -> ((LockConfigurationException) failure).action())
                        .asString()
                        .contains("kotlinx-coroutines-reactor"));
    }

    @Test
    void wovenTheyWouldReturnBeforeTheirEnd() {
        Method place = ReflectionUtils.findMethod(Suspending.class, "place", String.class, Continuation.class);
        Invoker any = new FutureInvokers(() -> task -> task).find(someFuture(), SuspendFunctionChecksTests.class);

        assertThatThrownBy(() -> new MethodChecks(Interception.WOVEN).check(place, Suspending.class, any))
                .isInstanceOf(LockConfigurationException.class)
                .hasMessageContaining("woven code sees it return before its work has ended");
    }

    private static Method someFuture() {
        return ReflectionUtils.findMethod(CompletableFuture.class, "toCompletableFuture");
    }

    /** As the Kotlin compiler makes it. */
    @Metadata
    public static class Suspending {

        @DistributedLock("#id")
        public Object place(String id, Continuation<? super String> caller) {
            return id;
        }
    }
}
