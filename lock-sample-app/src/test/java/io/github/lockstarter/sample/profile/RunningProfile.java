package io.github.lockstarter.sample.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.sample.AuctionApplication;
import io.github.lockstarter.sample.Await;
import io.github.lockstarter.sample.Http;
import io.github.lockstarter.sample.Http.Reply;
import io.github.lockstarter.sample.Together;
import io.github.lockstarter.sample.auction.BidService;
import io.github.lockstarter.sample.auction.BidTooLowException;
import io.github.lockstarter.sample.auction.Item;
import io.github.lockstarter.sample.auction.Items;
import io.github.lockstarter.sample.auction.OfferService;
import io.github.lockstarter.sample.redis.OwnRedisInitializer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** The sample as one of its profiles starts it, with the servers that it starts itself. They end with the class. */
@SpringBootTest(
        classes = AuctionApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        useMainMethod = UseMainMethod.ALWAYS)
@DirtiesContext
abstract class RunningProfile {

    private static final int MOST_SERVERS = 6;

    private static final int BIDDERS = 6;

    private static final int BIDS = 10;

    private static final BigDecimal STARTING_PRICE = new BigDecimal(100);

    @Autowired
    Environment environment;

    @Autowired
    ConfigurableApplicationContext instance;

    Http http;

    @DynamicPropertySource
    static void usePortsOfItsOwn(DynamicPropertyRegistry properties) {
        int first = FreePorts.inARow(MOST_SERVERS);
        properties.add("sample.redis.port", () -> first);
    }

    @BeforeEach
    void connect(@LocalServerPort int port) {
        http = new Http(port);
    }

    @Test
    void acceptedBidsOfTwoInstancesAllCount() throws Exception {
        try (ConfigurableApplicationContext other = join()) {
            Item item = offer();
            List<Callable<Integer>> bidders = new ArrayList<>();
            for (int i = 0; i < BIDDERS; i++) {
                ConfigurableApplicationContext one = i % 2 == 0 ? instance : other;
                bidders.add(() -> accepted(one, item.id()));
            }
            int accepted = Together.call(BIDDERS, bidders).stream()
                    .mapToInt(Integer::intValue)
                    .sum();

            Item after = instance.getBean(Items.class).get(item.id());
            assertThat(accepted).isPositive();
            assertThat(after.bids()).isEqualTo(accepted);
            assertThat(after.price()).isEqualTo(STARTING_PRICE.add(BigDecimal.valueOf(accepted)));
        }
    }

    /** Another instance, in this JVM, which finds the servers on their ports. */
    private ConfigurableApplicationContext join() {
        return new SpringApplicationBuilder(AuctionApplication.class)
                .initializers(new OwnRedisInitializer())
                .profiles(environment.getActiveProfiles())
                .run("--server.port=0", "--sample.redis.port=" + environment.getProperty("sample.redis.port"));
    }

    /** Tries again while nothing is granted yet. */
    private Item offer() {
        Item[] offered = new Item[1];
        Await.until("an item is offered", () -> {
            try {
                offered[0] = instance.getBean(OfferService.class).offer("chair-1", "A chair", STARTING_PRICE);
                return true;
            } catch (LockStoreException e) {
                return false;
            }
        });
        return offered[0];
    }

    private static int accepted(ConfigurableApplicationContext one, String id) throws InterruptedException {
        int accepted = 0;
        for (int i = 0; i < BIDS; i++) {
            BigDecimal seen = one.getBean(Items.class).get(id).price();
            try {
                one.getBean(BidService.class).placeBid(id, "ann", seen.add(BigDecimal.ONE), Duration.ZERO);
                accepted++;
            } catch (BidTooLowException e) {
                // Another was faster.
            }
        }
        return accepted;
    }

    /** The ids of the ways to bid that do not work here. */
    List<String> notOffered() {
        return http.get("/api/strategies")
                .json()
                .valueStream()
                .filter(each -> !each.path("notOffered").isNull())
                .map(each -> each.path("id").asString())
                .toList();
    }

    Reply startRace(String strategy) {
        return http.post(
                "/api/races",
                "{\"strategies\": [\"%s\"], \"bidders\": 1, \"bids\": 20, \"sectionMillis\": 1, \"stall\": false}"
                        .formatted(strategy));
    }

    /** What comes of a race of one bidder. */
    JsonNode race(String strategy) {
        Reply started = startRace(strategy);
        assertThat(started.status()).as("%s", started).isEqualTo(202);
        String id = started.json().path("races").get(0).asString();
        Await.until("the result", () -> resultOf(id).isPresent());
        return resultOf(id).get();
    }

    private Optional<JsonNode> resultOf(String race) {
        return http.get("/api/races")
                .json()
                .path("results")
                .valueStream()
                .filter(result -> result.path("id").asString().equals(race))
                .findFirst();
    }
}
