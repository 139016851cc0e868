package io.github.lockstarter.kotlin

import io.github.lockstarter.DistributedLock
import io.github.lockstarter.OnBusy
import io.github.lockstarter.OnLost
import io.github.lockstarter.results.Call
import io.github.lockstarter.results.ResultContract
import io.github.lockstarter.results.Work
import kotlin.reflect.full.callSuspend
import kotlin.reflect.full.memberFunctions
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.GlobalScope
import kotlinx.coroutines.future.await
import kotlinx.coroutines.future.future

/** A locked suspend function covers its work. */
@OptIn(DelicateCoroutinesApi::class)
class SuspendResultTests : ResultContract() {

    override fun bean(): Class<*> = Bean::class.java

    override fun call(bean: Any, method: String, key: String, work: Work): Call {
        val function = Bean::class.memberFunctions.first { it.name == method }
        return Call.of(GlobalScope.future { function.callSuspend(bean, key, work) })
    }

    open class Bean {

        @DistributedLock(key = "#key", ttl = "10s")
        open suspend fun locked(key: String, work: Work): String = work.begin().await()

        @DistributedLock(key = "#key", ttl = "400ms", renew = true, onLost = OnLost.INTERRUPT)
        open suspend fun interrupted(key: String, work: Work): String = work.begin().await()

        @DistributedLock(key = "#key", ttl = "400ms", renew = true)
        open suspend fun signalled(key: String, work: Work): String = work.begin().await()

        @DistributedLock(key = "#key", retries = 0)
        open suspend fun once(key: String, work: Work): String = work.begin().await()

        @DistributedLock(key = "#key", retries = 0, onBusy = OnBusy.SKIP)
        open suspend fun skipping(key: String, work: Work): String? = work.begin().await()

        @DistributedLock(key = "#key", retries = 0, fallback = "instead")
        open suspend fun fallingBack(key: String, work: Work): String = work.begin().await()

        open suspend fun instead(key: String, work: Work): String = "instead of $key"
    }
}
