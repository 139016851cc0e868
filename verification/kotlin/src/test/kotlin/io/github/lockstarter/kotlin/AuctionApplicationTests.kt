package io.github.lockstarter.kotlin

import io.github.lockstarter.LockOperations
import io.github.lockstarter.LockRequest
import io.github.lockstarter.process.RedisServer
import io.github.lockstarter.testing.Await
import io.github.lockstarter.testing.TestRedis
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.springframework.boot.builder.SpringApplicationBuilder
import org.springframework.http.HttpStatusCode
import org.springframework.web.reactive.function.client.WebClient
import org.springframework.web.reactive.function.client.bodyToFlux
import org.springframework.web.reactive.function.client.bodyToMono
import reactor.core.publisher.Flux
import reactor.core.publisher.Mono

/** The application as it is run, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuctionApplicationTests {

    private val server = RedisServer.start()

    private val application = SpringApplicationBuilder(AuctionApplication::class.java)
        .properties("server.port=0", "spring.data.redis.port=${server.port()}", "spring.data.redis.host=${server.host()}")
        .run()

    private val client = WebClient.create("http://127.0.0.1:" + application.environment.getProperty("local.server.port"))

    @AfterAll
    fun end() {
        application.close()
        server.close()
    }

    @Test
    fun noBidIsLost() {
        val bids = Flux.range(0, 200).flatMap({ raise("vase") }, 50).collectList().block()!!

        assertThat(bids.map { it.amount }).containsExactlyInAnyOrderElementsOf(1..200)
        assertThat(bids.sortedBy { it.amount }.map { it.fencingToken }).isSorted().doesNotHaveDuplicates()
    }

    @Test
    fun aBusyItemIsSaidToBe() {
        application.getBean(LockOperations::class.java).acquire(LockRequest.of("item:clock")).use {
            val status = client.post().uri("/items/clock/bids/at-once").exchangeToMono { Mono.just(it.statusCode()) }.block()
            assertThat(status).isEqualTo(HttpStatusCode.valueOf(423))
        }
        assertThat(client.post().uri("/items/clock/bids/at-once").retrieve().bodyToMono<Bid>().block()!!.amount).isEqualTo(1)
    }

    @Test
    fun aStreamHoldsTheLockUntilItsReaderLeaves() {
        val seen = client.get().uri("/items/chair/countdown/100000").retrieve().bodyToFlux<Int>().take(3)
            .doOnNext { assertThat(server.command("EXISTS", "lock:{item:chair}")).isEqualTo("1") }
            .collectList().block()

        assertThat(seen).containsExactly(100000, 99999, 99998)
        Await.until { server.command("EXISTS", "lock:{item:chair}") == "0" }
        assertThat(TestRedis.lockKeys(server).filter { it.contains("chair") }).isEmpty()
    }

    private fun raise(item: String): Mono<Bid> = client.post().uri("/items/$item/bids").retrieve().bodyToMono<Bid>()
}
