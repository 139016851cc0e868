package io.github.lockstarter.kotlin

import io.github.lockstarter.DistributedLock
import io.github.lockstarter.LockNotAcquiredException
import io.github.lockstarter.reactive.ReactiveCurrentLease
import java.util.concurrent.ConcurrentHashMap
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.reactor.awaitSingle
import org.springframework.boot.autoconfigure.SpringBootApplication
import org.springframework.boot.runApplication
import org.springframework.http.HttpStatus
import org.springframework.http.MediaType
import org.springframework.stereotype.Service
import org.springframework.web.bind.annotation.ExceptionHandler
import org.springframework.web.bind.annotation.GetMapping
import org.springframework.web.bind.annotation.PathVariable
import org.springframework.web.bind.annotation.PostMapping
import org.springframework.web.bind.annotation.ResponseStatus
import org.springframework.web.bind.annotation.RestController

/** An auction in coroutines. */
@SpringBootApplication
open class AuctionApplication

fun main(args: Array<String>) {
    runApplication<AuctionApplication>(*args)
}

data class Bid(val item: String, val amount: Int, val fencingToken: Long)

/** Loses bids unless it is locked: reads, lets time pass, writes. */
@Service
open class Bids {

    private val amounts = ConcurrentHashMap<String, Int>()

    @DistributedLock(key = "'item:' + #item", retries = 1000)
    open suspend fun raise(item: String): Bid = raised(item)

    @DistributedLock(key = "'item:' + #item", retries = 0)
    open suspend fun raiseAtOnce(item: String): Bid = raised(item)

    private suspend fun raised(item: String): Bid {
        val amount = amounts.getOrDefault(item, 0) + 1
        delay(1)
        amounts[item] = amount
        return Bid(item, amount, ReactiveCurrentLease.require().awaitSingle().fencingToken())
    }

    @DistributedLock(key = "'item:' + #item")
    open fun countdown(item: String, from: Int): Flow<Int> = flow {
        for (left in from downTo 1) {
            emit(left)
            delay(5)
        }
    }
}

@RestController
class AuctionController(private val bids: Bids) {

    @PostMapping("/items/{item}/bids")
    suspend fun raise(@PathVariable item: String) = bids.raise(item)

    @PostMapping("/items/{item}/bids/at-once")
    suspend fun raiseAtOnce(@PathVariable item: String) = bids.raiseAtOnce(item)

    @GetMapping("/items/{item}/countdown/{from}", produces = [MediaType.TEXT_EVENT_STREAM_VALUE])
    fun countdown(@PathVariable item: String, @PathVariable from: Int) = bids.countdown(item, from)

    @ExceptionHandler
    @ResponseStatus(HttpStatus.LOCKED)
    fun busy(busy: LockNotAcquiredException) = "somebody else is at it"
}
