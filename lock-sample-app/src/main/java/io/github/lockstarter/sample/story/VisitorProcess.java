package io.github.lockstarter.sample.story;

import io.github.lockstarter.sample.auction.Items;
import io.github.lockstarter.sample.strategy.Bidder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * A small application that bids on an item and never stops thinking. It reads its settings, as JSON, from the first line of its
 * standard input, and ends when that ends: with the application that sent it.
 */
@EnableAutoConfiguration
@Import({Items.class, RenewedLock.class})
class VisitorProcess {

    static final String IS_IN = "is in";

    public static void main(String[] args) throws IOException, InterruptedException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.setProperty("spring.application.json", input.readLine());
        endWith(input);
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(VisitorProcess.class)
                .web(WebApplicationType.NONE)
                .run()) {
            context.getBean(RenewedLock.class).bid(args[0], new Thinker());
        }
    }

    private static void endWith(BufferedReader input) {
        Thread thread = new Thread(() -> {
            try {
                while (input.readLine() != null) {
                    // Nothing more is said to this process.
                }
            } catch (IOException e) {
                // It has ended, too.
            }
            Runtime.getRuntime().halt(0);
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static final class Thinker implements Bidder {

        @Override
        public String name() {
            return "Ann";
        }

        @Override
        public void thinks() {
            System.out.println(IS_IN);
            Pause.millis(Long.MAX_VALUE);
        }

        @Override
        public void triesAgain() {}
    }
}
