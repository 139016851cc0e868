package io.github.lockstarter.sample.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** In order, so that the last one finds the results of all. */
@Tag("in-ci")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RacePageTests extends PageTests {

    private static final List<String> STRATEGIES = List.of("none", "watch", "naive", "lock", "fenced");

    @Test
    @Order(1)
    void raceOfEachStrategyShowsWhatIsLost() {
        race(false, "12", "8");

        assertThat(lost("none", false)).isPositive();
        for (String safe : List.of("watch", "naive", "lock", "fenced")) {
            assertThat(lost(safe, false)).as(safe).isZero();
            assertThat(accepted(safe, false)).as(safe).isEqualTo(96);
        }
    }

    @Test
    @Order(2)
    void raceOfEachStrategyWithAStallShowsWhoLosesNothingEvenThen() {
        race(true, "12", "8");

        for (String strategy : STRATEGIES) {
            assertThat(lost(strategy, true)).as(strategy).isNotNegative();
        }
        assertThat(lost("none", true)).isPositive();
        assertThat(lost("watch", true)).isZero();
        assertThat(lost("fenced", true)).isZero();
        assertThat(cell("lock", true, "Failures")).contains("1 wrote after the loss");
        assertThat(cell("fenced", true, "Failures")).contains("1 refused by FencedRedis");
        assertThat(lost("none", false)).as("the result without a stall stays").isPositive();
    }

    @Test
    @Order(3)
    void allResultsAreBesideEachOther() {
        await("the results", page -> all("#table tbody tr").size() == 10);
        assertThat(all("#charts .chart")).hasSize(4);
        picture("desktop-results");
        open(PHONE);
        await("the results", page -> all("#table tbody tr").size() == 10);
        picture("phone-results");

        assertThat(((Number) browser.executeScript("return document.documentElement.scrollWidth")).intValue())
                .isLessThanOrEqualTo(((Number) browser.executeScript("return window.innerWidth")).intValue());
    }

    @Test
    @Order(4)
    void progressIsShownAndARaceCanBeCancelled() {
        choose("watch");
        settings("32", "200", "50", false);
        one("#race-start").click();
        await(
                "progress",
                page -> one("#race-progress").isDisplayed()
                        && Double.parseDouble(one("#race-progress").getDomProperty("value")) > 3);
        assertThat(text("#race-now")).contains("WATCH / MULTI", "of 6,400 bids made");
        assertThat(one("#race-start").isEnabled()).isFalse();
        picture("desktop-race");
        one("#race-cancel").click();

        await("the end", page -> one("#race-start").isEnabled());
        assertThat(one("#progress").isDisplayed()).isFalse();
        await("the result", page -> row("watch", false).getText().contains("cancelled"));
        assertThat(lost("watch", false)).isZero();
    }

    @Test
    @Order(5)
    void raceWithoutAStrategyIsNotStarted() {
        choose();
        one("#race-start").click();

        await("the answer", page -> text("#race-answer").contains("Choose at least one"));
    }

    @Test
    @Order(6)
    void codeOfEachStrategyIsShownAndChosenWithTheArrowKeys() {
        WebElement first = one("#code-none");
        browser.executeScript("arguments[0].focus()", first);
        first.sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);

        assertThat(one("#code-lock").isSelected()).isTrue();
        assertThat(text("#code pre"))
                .contains("@DistributedLock(key = \"'item:' + #id\", ttl = \"1s\", waitTime = \"10s\")")
                .contains("class AnnotatedLock");
    }

    private static void race(boolean stall, String bidders, String bids) {
        choose(STRATEGIES.toArray(String[]::new));
        settings(bidders, bids, "2", stall);
        List<String> before = races();
        one("#race-start").click();
        for (String strategy : STRATEGIES) {
            await(
                    "the result of " + strategy,
                    page -> rows(strategy, stall).stream()
                            .anyMatch(row -> !before.contains(row.getDomAttribute("data-race"))));
        }
        await("the end", page -> one("#race-start").isEnabled());
    }

    private static List<String> races() {
        return all("tr[data-race]").stream()
                .map(row -> row.getDomAttribute("data-race"))
                .toList();
    }

    private static void choose(String... strategies) {
        for (String each : STRATEGIES) {
            WebElement box = one("#strategy-" + each);
            if (box.isSelected() != List.of(strategies).contains(each)) {
                box.click();
            }
        }
    }

    private static void settings(String bidders, String bids, String section, boolean stall) {
        fill("#bidders", bidders);
        fill("#bids", bids);
        fill("#section", section);
        if (one("#stall").isSelected() != stall) {
            one("#stall").click();
        }
    }

    private static List<WebElement> rows(String strategy, boolean stall) {
        return all("tr[data-strategy=%s][data-stall='%s']".formatted(strategy, stall));
    }

    private static WebElement row(String strategy, boolean stall) {
        return rows(strategy, stall).get(0);
    }

    private static String cell(String strategy, boolean stall, String label) {
        return row(strategy, stall)
                .findElement(By.cssSelector("td[data-label='%s']".formatted(label)))
                .getText();
    }

    private static int lost(String strategy, boolean stall) {
        return Integer.parseInt(cell(strategy, stall, "Lost updates").replace(",", ""));
    }

    private static int accepted(String strategy, boolean stall) {
        return Integer.parseInt(cell(strategy, stall, "Accepted").replace(",", ""));
    }
}
