package io.github.lockstarter.kotlin

import io.github.lockstarter.DistributedLock
import io.github.lockstarter.LockConfigurationException
import io.github.lockstarter.LockException
import io.github.lockstarter.LockNotAcquiredException
import io.github.lockstarter.LockOperations
import io.github.lockstarter.LockRequest
import io.github.lockstarter.OnBusy
import io.github.lockstarter.reactive.ReactiveCurrentLease
import io.github.lockstarter.testing.Contexts
import io.github.lockstarter.testing.TestRedis
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.reactor.awaitSingle
import kotlinx.coroutines.reactor.awaitSingleOrNull
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance

/** Locked calls in coroutines, on a real Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CoroutineTests {

    private val server = TestRedis.empty()

    private val context = Contexts.started(server, Service::class.java, "distributed-lock.retries=200")

    private val service = context.getBean(Service::class.java)

    private val locks = context.getBean(LockOperations::class.java)

    @AfterAll
    fun end() = context.close()

    @BeforeEach
    fun empty() {
        server.command("FLUSHALL")
        service.clear()
    }

    @Test
    fun manyOfOneKeyRunOneAtATime() = runBlocking<Unit> {
        (1..50).map { async(Dispatchers.Default) { service.count("a") } }.awaitAll()

        assertThat(service.most()).isEqualTo(1)
        assertThat(service.fencingTokens()).hasSize(50).doesNotHaveDuplicates()
    }

    @Test
    fun twoAsyncUnderOneOuterLeaseTakeTurns() = runBlocking<Unit> {
        service.twoAtOnce("a")

        assertThat(service.most()).isEqualTo(1)
        assertThat(service.fencingTokens()).hasSize(20)
        assertThat(service.fencingTokens().distinct()).hasSize(1)
    }

    @Test
    fun theLeaseIsThereOnEachDispatcher() = runBlocking<Unit> {
        assertThat(service.keysOnAnotherDispatcher("a")).containsExactly("a")
        assertThat(ReactiveCurrentLease.find().awaitSingleOrNull()).isNull()
    }

    @Test
    fun aFlowIsLockedAtEachCollection() = runBlocking<Unit> {
        val flow = service.numbers("a")
        assertThat(TestRedis.lockKeys(server)).isEmpty()

        assertThat(flow.toList()).containsExactly(1, 2, 3)
        assertThat(flow.toList()).containsExactly(1, 2, 3)

        assertThat(service.fencingTokens()).hasSize(2).doesNotHaveDuplicates()
        assertThat(TestRedis.lockKeys(server)).isEmpty()
    }

    @Test
    fun aSuspendFunctionThatReturnsAFlowHoldsTheLockForTheFlow() = runBlocking<Unit> {
        assertThat(service.numbersLater("a").toList()).containsExactly(1, 2, 3)

        assertThat(service.fencingTokens()).hasSize(1)
        assertThat(TestRedis.lockKeys(server)).isEmpty()
    }

    @Test
    fun whoRunsOutOfTimeLeavesNothing() {
        val busy = locks.acquire(LockRequest.of("a"))
        assertThatThrownBy { runBlocking { withTimeout(50) { service.count("a") } } }
            .isInstanceOf(TimeoutCancellationException::class.java)
        busy.close()

        locks.acquire(LockRequest.of("a")).close()
        assertThat(service.fencingTokens()).isEmpty()
    }

    @Test
    fun aCancelledCoroutineHoldsItsLockUntilItHasEnded() = runBlocking<Unit> {
        val kinds = listOf<suspend (String, CompletableDeferred<Unit>, AtomicBoolean) -> Unit>(
            { key, begun, ended -> service.stubborn(key, begun, ended) },
            { key, begun, ended -> service.stubbornFlow(key, begun, ended) },
        )
        for (stubborn in kinds) {
            val begun = CompletableDeferred<Unit>()
            val ended = AtomicBoolean()
            val call = launch(Dispatchers.Default) { stubborn("a", begun, ended) }
            begun.await()

            call.cancel()

            service.count("a")
            assertThat(ended).isTrue()
        }
    }

    @Test
    fun aBusyLockMayBeSkippedOrFallenBackFrom() = runBlocking<Unit> {
        locks.acquire(LockRequest.of("a")).use {
            assertThat(service.nullable("a")).isNull()
            service.nothing("a")
            assertThat(service.told("a")).isEqualTo("a: LockNotAcquiredException")
            assertThatThrownBy { runBlocking { service.once("a") } }.isInstanceOf(LockNotAcquiredException::class.java)
        }
        assertThat(service.nullable("a")).isEqualTo("a")
    }

    @Test
    fun whatIsNeverNullCannotBeSkipped() {
        refused(SkipsANumber::class.java, "onBusy = SKIP of @DistributedLock on SkipsANumber.count", "the function returns Integer, which is never null")
    }

    @Test
    fun aFallbackSuspendsAsWell() {
        refused(BlockingFallback::class.java, "fallback = \"instead\"", "it has other parameters")
    }

    @Test
    fun aClassThatIsNotOpenIsRefused() {
        refused(NotOpen::class.java, "is final")
    }

    private fun refused(bean: Class<*>, vararg messages: String) {
        Contexts.inMemory().withBean(bean).run { context ->
            assertThat(context.startupFailure)
                .rootCause()
                .isInstanceOf(LockConfigurationException::class.java)
                .hasMessageContainingAll(*messages)
        }
    }

    open class Service {

        private val fencingTokens = CopyOnWriteArrayList<Long>()

        private val inside = AtomicInteger()

        private val most = AtomicInteger()

        open fun fencingTokens(): List<Long> = fencingTokens

        open fun most() = most.get()

        open fun clear() {
            fencingTokens.clear()
            most.set(0)
        }

        /** Goes wrong where two are inside: it is entered, and left a while later. */
        @DistributedLock("#key")
        open suspend fun count(key: String) {
            note()
            most.accumulateAndGet(inside.incrementAndGet(), Math::max)
            try {
                delay(2)
            } finally {
                inside.decrementAndGet()
            }
        }

        @DistributedLock("#key")
        open suspend fun stubborn(key: String, begun: CompletableDeferred<Unit>, ended: AtomicBoolean) {
            try {
                begun.complete(Unit)
                awaitCancellation()
            } finally {
                withContext(NonCancellable) {
                    delay(100)
                    ended.set(true)
                }
            }
        }

        @DistributedLock("#key")
        open fun lockedFlow(key: String, begun: CompletableDeferred<Unit>, ended: AtomicBoolean): Flow<Int> = flow {
            try {
                begun.complete(Unit)
                awaitCancellation()
            } finally {
                withContext(NonCancellable) {
                    delay(100)
                    ended.set(true)
                }
            }
        }

        @DistributedLock("#key")
        open suspend fun numbersLater(key: String): Flow<Int> = flow {
            note()
            (1..3).forEach { emit(it) }
        }

        @DistributedLock("#key")
        open fun numbers(key: String): Flow<Int> = flow {
            note()
            (1..3).forEach { emit(it) }
        }

        @DistributedLock("#key")
        open suspend fun keysOnAnotherDispatcher(key: String): Set<String> = withContext(Dispatchers.IO) {
            delay(1)
            ReactiveCurrentLease.require().awaitSingle().keys()
        }

        @DistributedLock(key = "#key", retries = 0, onBusy = OnBusy.SKIP)
        open suspend fun nullable(key: String): String? = key

        @DistributedLock(key = "#key", retries = 0, onBusy = OnBusy.SKIP)
        open suspend fun nothing(key: String) {
            note()
        }

        @DistributedLock(key = "#key", retries = 0)
        open suspend fun once(key: String): String = key

        @DistributedLock(key = "#key", retries = 0, fallback = "toldInstead")
        open suspend fun told(key: String): String = key

        open suspend fun toldInstead(key: String, failure: LockException): String {
            delay(1)
            return key + ": " + failure.javaClass.simpleName
        }

        private suspend fun note() {
            fencingTokens.add(ReactiveCurrentLease.require().awaitSingle().fencingToken())
        }

        @DistributedLock("#key")
        open suspend fun under(key: String, work: suspend () -> Unit) = work()
    }

    private suspend fun Service.stubbornFlow(key: String, begun: CompletableDeferred<Unit>, ended: AtomicBoolean) {
        lockedFlow(key, begun, ended).collect {}
    }

    /** Through the proxy, which a function of the service itself does not see. */
    private suspend fun Service.twoAtOnce(key: String) = under(key) {
        coroutineScope {
            (1..20).map { async(Dispatchers.Default) { count(key) } }.awaitAll()
        }
    }

    open class SkipsANumber {

        @DistributedLock(onBusy = OnBusy.SKIP)
        open suspend fun count(): Int = 1
    }

    open class BlockingFallback {

        @DistributedLock(fallback = "instead")
        open suspend fun place(id: String): String = id

        open fun instead(id: String): String = id
    }

    class NotOpen {

        @DistributedLock
        fun place() = Unit
    }
}
