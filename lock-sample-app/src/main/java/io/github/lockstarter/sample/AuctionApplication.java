package io.github.lockstarter.sample;

import io.github.lockstarter.sample.redis.OwnRedisInitializer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts the auction. Start it again with {@code --server.port=8081} and both share their items and their locks. */
@SpringBootApplication
@EnableScheduling
public class AuctionApplication {

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(AuctionApplication.class);
        application.addInitializers(new OwnRedisInitializer());
        application.run(args);
    }
}
