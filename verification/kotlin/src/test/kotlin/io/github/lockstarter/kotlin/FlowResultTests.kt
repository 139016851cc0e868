package io.github.lockstarter.kotlin

import io.github.lockstarter.DistributedLock
import io.github.lockstarter.OnBusy
import io.github.lockstarter.OnLost
import io.github.lockstarter.results.Call
import io.github.lockstarter.results.ResultContract
import io.github.lockstarter.results.Work
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.GlobalScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.lastOrNull
import kotlinx.coroutines.future.await
import kotlinx.coroutines.future.future

/** A locked flow covers its work. */
@OptIn(DelicateCoroutinesApi::class)
class FlowResultTests : ResultContract() {

    override fun bean(): Class<*> = Bean::class.java

    /** The coroutine that collects is told on a thread of its dispatcher. */
    override fun cancelsAtOnce() = false

    override fun call(bean: Any, method: String, key: String, work: Work): Call {
        val flow = returned(bean, method, key, work) as Flow<*>
        return Call.of(GlobalScope.future { flow.lastOrNull() })
    }

    open class Bean {

        @DistributedLock(key = "#key", ttl = "10s")
        open fun locked(key: String, work: Work): Flow<String> = flow { emit(work.begin().await()) }

        @DistributedLock(key = "#key", ttl = "400ms", renew = true, onLost = OnLost.INTERRUPT)
        open fun interrupted(key: String, work: Work): Flow<String> = flow { emit(work.begin().await()) }

        @DistributedLock(key = "#key", ttl = "400ms", renew = true)
        open fun signalled(key: String, work: Work): Flow<String> = flow { emit(work.begin().await()) }

        @DistributedLock(key = "#key", retries = 0)
        open fun once(key: String, work: Work): Flow<String> = flow { emit(work.begin().await()) }

        @DistributedLock(key = "#key", retries = 0, onBusy = OnBusy.SKIP)
        open fun skipping(key: String, work: Work): Flow<String> = flow { emit(work.begin().await()) }

        @DistributedLock(key = "#key", retries = 0, fallback = "instead")
        open fun fallingBack(key: String, work: Work): Flow<String> = flow { emit(work.begin().await()) }

        open fun instead(key: String, work: Work): Flow<String> = flowOf("instead of $key")
    }
}
