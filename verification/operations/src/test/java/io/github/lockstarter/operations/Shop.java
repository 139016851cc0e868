package io.github.lockstarter.operations;

import io.github.lockstarter.process.RedisServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application, running on a port of its own, and its callers. */
final class Shop implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final ConfigurableApplicationContext context;

    private final URI address;

    private Shop(ConfigurableApplicationContext context) {
        this.context = context;
        this.address = URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
    }

    static Shop start(RedisServer redis, List<Class<?>> more, String... properties) {
        List<String> args = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.data.redis.host=" + redis.host(),
                "--spring.data.redis.port=" + redis.port()));
        for (String property : properties) {
            args.add("--" + property);
        }
        List<Class<?>> sources = new ArrayList<>(more);
        sources.add(0, ShopApplication.class);
        return new Shop(new SpringApplication(sources.toArray(Class<?>[]::new)).run(args.toArray(String[]::new)));
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** @param who the user, whose password is the same; empty: nobody */
    HttpResponse<String> send(String method, String path, String who) throws Exception {
        return CLIENT.send(request(method, path, who), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> sendLater(String method, String path) {
        return CLIENT.sendAsync(request(method, path, ""), BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, String who) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(30));
        if (!who.isEmpty()) {
            String credentials = Base64.getEncoder().encodeToString((who + ":" + who).getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + credentials);
        }
        return request.build();
    }

    @Override
    public void close() {
        context.close();
    }
}
