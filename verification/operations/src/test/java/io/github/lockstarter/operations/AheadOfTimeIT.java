package io.github.lockstarter.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.process.RedisServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The jar, started with what was computed when it was built. */
class AheadOfTimeIT {

    private static final Pattern STARTED = Pattern.compile("Started ShopApplication in ([0-9.]+) seconds");

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    @Test
    void locksWithTheKeyOfTheExpressionAndFallsBack() throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            Process process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Dspring.aot.enabled=true",
                            "-jar",
                            System.getProperty("application.jar"),
                            "--server.port=0",
                            "--spring.data.redis.port=" + redis.port()))
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                List<String> lines = new ArrayList<>();
                String port = "";
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    lines.add(line);
                    Matcher tomcat = PORT.matcher(line);
                    if (tomcat.find()) {
                        port = tomcat.group(1);
                    }
                    if (STARTED.matcher(line).find()) {
                        System.out.println("figure: ahead of time: " + line.replaceAll(".*Started", "Started"));
                        break;
                    }
                }
                assertThat(port).as(String.join("\n", lines)).isNotEmpty();
                assertThat(lines).anyMatch(line -> line.contains("AOT"));
                assertThat(place(port, "o1")).startsWith("placed under [order:o1], fencing token ");
                redis.command("SET", "lock:{order:o2}", "0123@another", "PX", "60000");
                assertThat(place(port, "o2")).isEqualTo("later: locknotacquiredexception");
            } finally {
                process.destroy();
                process.waitFor();
            }
        }
    }

    private static String place(String port, String id) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/orders/" + id))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
