package io.github.lockstarter.sample.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.sample.Http;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

class AuctionPageTests extends PageTests {

    private String card;

    @BeforeEach
    void putUpAnItem() {
        offer("10");
        card = ".card[data-item=" + id + "]";
        await("the item", page -> !all(card).isEmpty());
    }

    @Test
    void bidByHandIsAcceptedAndShown() {
        picture("desktop-rest");
        int price = price();
        fill("#bidder", "Grace");
        fill(card + " input[type=number]", String.valueOf(price + 5));
        one(card + " button").click();

        await("the answer", page -> text(card + " output").contains("Accepted"));
        await("the new price", page -> price() == price + 5);
        assertThat(text(card)).contains("Grace leads");
    }

    @Test
    void bidThatIsTooLowIsToldWhy() {
        fill(card + " input[type=number]", "1");
        one(card + " button").click();

        await("the answer", page -> text(card + " output").contains("not above the price"));
    }

    @Test
    void slowBidShowsWhoHoldsTheLockMeanwhile() {
        one(card + " input[type=checkbox]").click();
        one(card + " button").click();
        await("the holder", page -> text(card + " .holder").contains("Lock held by this instance"));

        await("the answer", page -> text(card + " output").contains("Accepted"));
        await("the lock is free", page -> text(card + " .holder").equals("Lock free"));
    }

    @Test
    void bidOfAnotherIsShownWithoutLoading() {
        int price = price();
        new Http(port)
                .post("/api/items/" + id + "/bids", "{\"bidder\": \"Far away\", \"amount\": %d}".formatted(price + 1));

        await("the bid of another", page -> text(card).contains("Far away leads"));
        assertThat(price()).isEqualTo(price + 1);
    }

    @Test
    void whatIsTypedStaysWhileThePriceMoves() {
        fill(card + " input[type=number]", "7777");
        int price = price();
        new Http(port).post("/api/items/" + id + "/bids", "{\"bidder\": \"Bo\", \"amount\": %d}".formatted(price + 1));

        await("the price moved", page -> price() == price + 1);
        assertThat(one(card + " input[type=number]").getDomProperty("value")).isEqualTo("7777");
    }

    @Test
    void newItemAppears() {
        one("#auction details summary").click();
        fill("#offer-name", "A clock <b>that</b> \"ticks\"");
        one("#offer button").click();

        await(
                "the item",
                page -> all("#items h3").stream()
                        .anyMatch(each -> each.getText().equals("A clock <b>that</b> \"ticks\"")));
    }

    @Test
    void canBeUsedWithTheKeyboardAlone() {
        int price = price();
        one("#bidder").click();
        one("#bidder").sendKeys(Keys.chord(Keys.CONTROL, "a"), "Keys");
        WebElement field = one(card + " input[type=number]");
        for (int tabs = 0; !browser.switchTo().activeElement().equals(field) && tabs < 60; tabs++) {
            browser.switchTo().activeElement().sendKeys(Keys.TAB);
        }
        browser.switchTo()
                .activeElement()
                .sendKeys(Keys.chord(Keys.CONTROL, "a"), String.valueOf(price + 2), Keys.ENTER);

        await("the bid", page -> text(card).contains("Keys leads"));
    }

    @Test
    void everyControlHasAName() {
        String nameless = """
                const named = each => each.ariaLabel || (each.labels ? [...each.labels] : [each]).some(label => label.textContent.trim());
                const controls = [...document.querySelectorAll('input, button, select, textarea, progress, summary, a[href]')];
                return [controls.length, ...controls.filter(each => !named(each) && !each.textContent.trim()).map(each => each.outerHTML)];
                """;
        List<?> found = (List<?>) browser.executeScript(nameless);

        assertThat(((Number) found.get(0)).intValue()).isGreaterThan(30);
        assertThat(found).hasSize(1);
    }

    @Test
    void fitsAPhone() {
        open(PHONE);
        await("the item", page -> !all(card).isEmpty());
        picture("phone-rest");

        assertThat(((Number) browser.executeScript("return document.documentElement.scrollWidth")).intValue())
                .isLessThanOrEqualTo(((Number) browser.executeScript("return window.innerWidth")).intValue());
        assertThat(one(card).findElement(By.tagName("button")).getRect().getHeight())
                .isGreaterThanOrEqualTo(36);
    }

    private int price() {
        return Integer.parseInt(text(card + " .price").replace(",", ""));
    }
}
