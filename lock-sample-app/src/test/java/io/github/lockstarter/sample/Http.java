package io.github.lockstarter.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of one instance of the sample. Thread-safe. */
public final class Http {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final JsonMapper JSON = new JsonMapper();

    private final String base;

    public Http(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    public Reply get(String path) {
        return send(request(path).GET());
    }

    public Reply post(String path, String json) {
        return post(path, "application/json", json);
    }

    public Reply post(String path, String contentType, String body) {
        return send(request(path).header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
    }

    /** Sends all at once, and returns the statuses in their order. */
    public List<Integer> postAll(List<Post> posts) {
        List<CompletableFuture<HttpResponse<Void>>> sent = posts.stream()
                .map(post -> request(post.path())
                        .timeout(Duration.ofSeconds(60))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(post.body()))
                        .build())
                .map(request -> CLIENT.sendAsync(request, BodyHandlers.discarding()))
                .toList();
        return sent.stream().map(each -> each.join().statusCode()).toList();
    }

    public Reply delete(String path) {
        return send(request(path).DELETE());
    }

    /** Opens a stream of server-sent events. */
    public Events events(String path) {
        try {
            return new Events(
                    CLIENT.send(HttpRequest.newBuilder(URI.create(base + path)).build(), BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : base + path))
                .timeout(Duration.ofSeconds(20));
    }

    private static Reply send(HttpRequest.Builder request) {
        try {
            return new Reply(CLIENT.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What is to be sent. */
    public record Post(String path, String body) {}

    /** A stream of server-sent events, read on a thread of its own until it is closed. */
    public static final class Events implements AutoCloseable {

        private final HttpResponse<InputStream> response;

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        private Events(HttpResponse<InputStream> response) {
            this.response = response;
            Thread reader = new Thread(this::read, "events");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.add(line);
                }
            } catch (IOException e) {
                lines.add("closed: " + e.getMessage());
            }
        }

        public int status() {
            return response.statusCode();
        }

        /** Waits for a line that begins so. */
        public void await(String begin) {
            await(begin, line -> line.startsWith(begin));
        }

        /** Waits for a line, or for one that has come already. */
        public void await(String what, Predicate<String> line) {
            Await.until(what, () -> lines.stream().anyMatch(line));
        }

        @Override
        public void close() {
            try {
                response.body().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What came back. */
    public record Reply(HttpResponse<String> response) {

        public int status() {
            return response.statusCode();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public String body() {
            return response.body();
        }

        public JsonNode json() {
            return JSON.readTree(body());
        }

        public String detail() {
            return json().path("detail").asString();
        }

        @Override
        public String toString() {
            return status() + " " + header("Content-Type") + " " + body();
        }
    }
}
