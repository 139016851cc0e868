package io.github.lockstarter.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.sample.ManyBids.Outcome;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.test.annotation.DirtiesContext;

/** The sample with Jedis in place of Lettuce: no bid is lost. */
@Tag("in-ci")
@DirtiesContext // it would take part in the stories of others
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"spring.data.redis.client-type=jedis", "spring.data.redis.jedis.pool.max-active=72"})
class JedisTests extends RunningAuction {

    @Autowired
    private RedisConnectionFactory connections;

    @Test
    void noAcceptedBidIsLost() throws Exception {
        assertThat(connections).isInstanceOf(JedisConnectionFactory.class);

        Outcome outcome = ManyBids.on(List.of(http));

        assertThat(outcome.replies().keySet()).isSubsetOf(201, 409);
        assertThat(outcome.bids())
                .as("%s", outcome)
                .isEqualTo(outcome.accepted())
                .isPositive();
    }

    @Test
    void fencedClientsAreSaidNotToBeThere() {
        assertThat(http.get("/api/strategies").body()).contains("FencedRedis needs Lettuce");
    }
}
