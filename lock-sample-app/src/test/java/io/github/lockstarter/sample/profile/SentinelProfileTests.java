package io.github.lockstarter.sample.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.test.context.ActiveProfiles;
import tools.jackson.databind.JsonNode;

@ActiveProfiles("sentinel")
class SentinelProfileTests extends RunningProfile {

    @Test
    void allIsOffered() {
        assertThat(notOffered()).isEmpty();
    }

    @Test
    void bidsAreFenced() {
        JsonNode result = race("fenced");

        assertThat(result.path("accepted").asInt()).as("%s", result).isEqualTo(20);
        assertThat(result.path("lost").asInt()).as("%s", result).isZero();
    }
}
