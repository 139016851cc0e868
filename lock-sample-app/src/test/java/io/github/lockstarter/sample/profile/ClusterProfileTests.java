package io.github.lockstarter.sample.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.sample.Http.Reply;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.ActiveProfiles;
import tools.jackson.databind.JsonNode;

@Tag("in-ci")
@ActiveProfiles("cluster")
class ClusterProfileTests extends RunningProfile {

    @Test
    void watchIsNotOffered() {
        assertThat(notOffered()).containsExactly("watch");
        Reply refused = startRace("watch");
        assertThat(refused.status()).as("%s", refused).isEqualTo(409);
        assertThat(refused.detail()).startsWith("'WATCH / MULTI' is not offered here. This Redis is a cluster");
    }

    @Test
    void bidsAreFencedAndTheCommandsOfAllNodesAreCounted() {
        JsonNode result = race("fenced");

        assertThat(result.path("accepted").asInt()).as("%s", result).isEqualTo(20);
        // Four, and one more for each that a node does not know yet.
        assertThat(result.path("scripts").asDouble()).as("%s", result).isBetween(4.0, 4.3);
    }
}
