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
import kotlinx.coroutines.future.await
import kotlinx.coroutines.future.future

/** A locked suspend function covers its work. */
@OptIn(DelicateCoroutinesApi::class)
class SuspendResultTests : ResultContract() {

    override fun bean(): Class<*> = Bean::class.java

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

    private fun call(function: suspend () -> String?): Call = Call.of(GlobalScope.future { function() })

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
