package io.github.lockstarter.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may see the endpoint, and who may release by force. */
class EndpointAccessTests {

    private static final String ENDPOINT = "/actuator/distributedlocks";

    private static final String KEY = "a;b/c d";

    private final RedisServer redis = RedisServer.start();

    @AfterEach
    void end() {
        redis.close();
    }

    @Test
    void readOnlyUnlessAccessIsUnrestricted() throws Exception {
        try (Shop shop = Shop.start(redis, List.of());
                Lease lease = shop.context().getBean(LockOperations.class).acquire(LockRequest.of(KEY))) {
            assertThat(codes(shop, "GET", "")).containsExactly(401, 403, 200);
            assertThat(codes(shop, "GET", "?key=" + Shop.encoded(KEY))).containsExactly(401, 403, 200);
            // There is no such operation.
            assertThat(codes(shop, "DELETE", "?key=" + Shop.encoded(KEY))).containsExactly(401, 403, 405);
            assertThat(lease.isValid()).isTrue();
        }
    }

    @Test
    void unrestrictedItReleasesByForceForAdministratorsOnly() throws Exception {
        try (Shop shop = Shop.start(redis, List.of(), "management.endpoint.distributedlocks.access=unrestricted");
                Lease lease = shop.context().getBean(LockOperations.class).acquire(LockRequest.of(KEY))) {
            String query = "?key=" + Shop.encoded(KEY);

            assertThat(shop.send("DELETE", ENDPOINT + query, "").statusCode()).isEqualTo(401);
            assertThat(shop.send("DELETE", ENDPOINT + query, "user").statusCode())
                    .isEqualTo(403);
            assertThat(redis.command("EXISTS", "lock:{" + KEY + "}")).isEqualTo("1");
            JSONObject released = new JSONObject(
                    shop.send("DELETE", ENDPOINT + query, "admin").body());
            assertThat(released.getString("key")).isEqualTo(KEY);
            assertThat(released.getBoolean("released")).isTrue();
            assertThat(released.getLong("fencingToken")).isGreaterThan(lease.fencingToken());
            assertThat(redis.command("EXISTS", "lock:{" + KEY + "}")).isEqualTo("0");
            assertThat(new JSONObject(shop.send("DELETE", ENDPOINT + query, "admin")
                                    .body())
                            .getBoolean("released"))
                    .as("nobody holds it any more")
                    .isFalse();
            assertThat(shop.send("DELETE", ENDPOINT, "admin").statusCode())
                    .as("without a key")
                    .isEqualTo(400);
            assertThat(shop.send("DELETE", ENDPOINT + "?key=%20", "admin").statusCode())
                    .as("a blank key")
                    .isEqualTo(400);
        }
    }

    @Test
    void withoutRedisItSaysThatThereIsNone() throws Exception {
        try (Shop shop = Shop.start(
                redis,
                List.of(),
                "management.endpoint.distributedlocks.access=unrestricted",
                "spring.data.redis.timeout=500ms")) {
            redis.kill();
            String query = "?key=" + Shop.encoded(KEY);

            for (String method : List.of("GET", "DELETE")) {
                HttpResponse<String> answer = shop.send(method, ENDPOINT + query, "admin");
                assertThat(answer.statusCode()).as(method).isEqualTo(503);
                JSONObject body = new JSONObject(answer.body());
                assertThat(body.getString("key")).isEqualTo(KEY);
                assertThat(body.getString("error")).startsWith("The store did not ");
            }
            assertThat(shop.send("GET", ENDPOINT, "admin").statusCode())
                    .as("what this JVM knows itself")
                    .isEqualTo(200);
        }
    }

    @Test
    void whatIsNotExposedIsNotThere() throws Exception {
        try (Shop shop = Shop.start(redis, List.of(), "management.endpoints.web.exposure.include=health")) {
            assertThat(codes(shop, "GET", "")).containsExactly(401, 403, 404);
        }
    }

    @Test
    void accessNoneIsNoAccess() throws Exception {
        try (Shop shop = Shop.start(redis, List.of(), "management.endpoint.distributedlocks.access=none")) {
            assertThat(codes(shop, "GET", "")).containsExactly(401, 403, 404);
        }
    }

    @Test
    void itsJsonSaysWhatIsHeldHereAndWhoHoldsAKey() throws Exception {
        try (Shop shop = Shop.start(redis, List.of());
                Lease lease = shop.context()
                        .getBean(LockOperations.class)
                        .acquire(LockRequest.of(KEY).name("Orders-place"))) {
            String all = shop.send("GET", ENDPOINT, "admin").body();
            String one = shop.send("GET", ENDPOINT + "?key=" + Shop.encoded(KEY), "admin")
                    .body();
            System.out.println("figure: endpoint " + all);
            System.out.println("figure: endpoint of a key " + one);

            JSONObject held = new JSONObject(all).getJSONArray("held").getJSONObject(0);
            assertThat(held.getString("name")).isEqualTo("Orders-place");
            assertThat(held.getJSONArray("keys").getString(0)).isEqualTo(KEY);
            assertThat(held.getLong("fencingToken")).isEqualTo(lease.fencingToken());
            JSONObject state = new JSONObject(one);
            assertThat(state.getBoolean("held")).isTrue();
            assertThat(state.getString("owner"))
                    .contains(":" + ProcessHandle.current().pid() + ":");
            assertThat(all + one).doesNotContainPattern("[0-9a-f]{32}");
        }
    }

    private static List<Integer> codes(Shop shop, String method, String query) throws Exception {
        List<Integer> codes = new ArrayList<>();
        for (String who : List.of("", "user", "admin")) {
            codes.add(shop.send(method, ENDPOINT + query, who).statusCode());
        }
        return codes;
    }
}
