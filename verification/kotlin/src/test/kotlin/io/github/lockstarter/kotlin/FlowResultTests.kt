package io.github.lockstarter.kotlin

import io.github.lockstarter.DistributedLock
import io.github.lockstarter.OnBusy
import io.github.lockstarter.OnLost
import io.github.lockstarter.results.Call
import io.github.lockstarter.results.ResultContract
import io.github.lockstarter.results.Work
import io.github.lockstarter.results.Works
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

    override fun works(bean: Any): Works {
        val methods = bean as Bean
        return object : Works {
            override fun locked(key: String, work: Work) = call { methods.locked(key, work) }

            override fun interrupted(key: String, work: Work) = call { methods.interrupted(key, work) }

            override fun signalled(key: String, work: Work) = call { methods.signalled(key, work) }

            override fun once(key: String, work: Work) = call { methods.once(key, work) }

            override fun skipping(key: String, work: Work) = call { methods.skipping(key, work) }

            override fun fallingBack(key: String, work: Work) = call { methods.fallingBack(key, work) }
        }
    }

    private fun call(function: () -> Flow<String>): Call = Call.of(GlobalScope.future { function().lastOrNull() })

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
