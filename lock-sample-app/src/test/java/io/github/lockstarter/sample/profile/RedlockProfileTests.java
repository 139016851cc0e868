package io.github.lockstarter.sample.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.sample.Http;
import io.github.lockstarter.sample.Http.Reply;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.ActiveProfiles;
import tools.jackson.databind.JsonNode;

@ActiveProfiles("redlock")
class RedlockProfileTests extends RunningProfile {

    @Test
    void fencingIsNotOffered() {
        assertThat(notOffered()).containsExactly("fenced");
        Reply refused = startRace("fenced");
        assertThat(refused.status()).as("%s", refused).isEqualTo(409);
        assertThat(refused.detail())
                .startsWith("'@DistributedLock + FencedRedis' is not offered here. FencedRedis checks the lock");
        assertThat(http.post("/api/stories/late-write", "{}").status()).isEqualTo(409);
    }

    @Test
    void jobThatTriesOnceIsNotOffered() {
        Reply refused = http.post("/api/stories/job-on-one-node", "{}");
        assertThat(refused.status()).as("%s", refused).isEqualTo(409);
        assertThat(refused.detail()).contains("With Redlock, several who try once");
    }

    @Test
    void pageIsToldThatItDoesNotSeeHolders() {
        try (Http.Events page = http.events("/api/events")) {
            page.await(
                    "items with locks that are not seen",
                    line -> line.contains("\"locks\":true") && line.contains("\"holdersNotShown\":\"The locks are on"));
        }
    }

    @Test
    void bidsAreLockedAndNobodySaysHowManyCommandsThatTook() {
        JsonNode result = race("lock");

        assertThat(result.path("accepted").asInt()).as("%s", result).isEqualTo(20);
        assertThat(result.path("commands").isNull()).as("%s", result).isTrue();
    }
}
