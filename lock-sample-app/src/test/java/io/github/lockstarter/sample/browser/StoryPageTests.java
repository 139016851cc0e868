package io.github.lockstarter.sample.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("in-ci")
class StoryPageTests extends PageTests {

    @ParameterizedTest
    @CsvSource({
        "holder-dies,     1, Bob came in",
        "holder-stalls,   2, Cid was in together with Bob",
        "expiry-signal,   1, and wrote nothing",
        "late-write,      2, Ann's write was refused",
        "job-on-one-node, 1, '3 nodes started the job, and 1 made the report.'",
    })
    void storyIsPlayedAsItsSummarySays(String story, int scenes, String verdict) {
        one(".card[data-story=%s] .play".formatted(story)).click();

        await(
                "the verdict",
                page -> one("#timeline").isDisplayed() && text("#verdict").contains(verdict));
        assertThat(one("#verdict").getDomAttribute("data-expected")).isEqualTo("true");
        assertThat(all(".scene")).hasSize(scenes);
        assertThat(all(".lane span")).hasSizeGreaterThan(2);
        assertThat(all(".events li")).hasSizeGreaterThan(4);
        assertThat(browser.switchTo().activeElement().getDomAttribute("id")).isEqualTo("timeline");
        picture("desktop-" + story);
    }
}
