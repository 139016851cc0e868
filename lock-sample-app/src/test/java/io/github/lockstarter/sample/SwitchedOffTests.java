package io.github.lockstarter.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.sample.ManyBids.Outcome;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;

/** The sample with its locks switched off: it runs, it says so, and it loses bids, which shows that other tests would see that. */
@Tag("in-ci")
@DirtiesContext // it would take part in the stories of others
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "distributed-lock.enabled=false")
class SwitchedOffTests extends RunningAuction {

    @Test
    void acceptedBidsAreLost() throws Exception {
        Outcome outcome = ManyBids.on(List.of(http));

        assertThat(outcome.replies().keySet()).isSubsetOf(201, 409);
        assertThat(outcome.bids()).as("%s", outcome).isLessThan(outcome.accepted());
    }

    @Test
    void pageIsToldThatThereAreNoLocks() {
        offer("1");
        try (Http.Events page = http.events("/api/events")) {
            page.await("items without locks", line -> line.contains("\"locks\":false") && line.contains(id));
        }
    }

    @Test
    void oneStoryAtATimeAllTheSame() {
        Http.Reply first = http.post("/api/stories/expiry-signal", "{}");
        assertThat(first.status()).as("%s", first).isEqualTo(202);
        assertThat(http.post("/api/stories/expiry-signal", "{}").status()).isEqualTo(409);

        Await.until(
                "the verdict",
                () -> http.get("/api/stories/last")
                        .json()
                        .path("verdict")
                        .path("text")
                        .asString("")
                        .contains("it went otherwise"));
    }
}
