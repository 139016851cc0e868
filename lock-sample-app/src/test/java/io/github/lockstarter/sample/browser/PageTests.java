package io.github.lockstarter.sample.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.sample.RunningAuction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The page in a real browser. */
@NeedsBrowser
abstract class PageTests extends RunningAuction {

    static final Dimension DESKTOP = new Dimension(1280, 900);

    static final Dimension PHONE = new Dimension(390, 844);

    /** Longer than anything on the page takes on a slow machine. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    static ChromeDriver browser;

    @BeforeAll
    static void startBrowser() {
        browser = Chromium.start();
    }

    @AfterAll
    static void endBrowser() {
        browser.quit();
    }

    @BeforeEach
    void openPage() {
        open(DESKTOP);
    }

    /** Nothing went wrong in the page that it did not tell. Answers of 4xx are logged by the browser, too. */
    @AfterEach
    void pageHadNoErrors() {
        List<LogEntry> errors = browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .filter(entry -> !entry.getMessage().matches(".*status of 4\\d\\d.*"))
                .toList();
        assertThat(errors).isEmpty();
    }

    void open(Dimension size) {
        browser.manage().window().setSize(size);
        browser.get("http://127.0.0.1:" + port + "/");
        await("the items are there", page -> !all("#items .card").isEmpty());
        await("the instance is known", page -> text("#instances").contains("port " + port));
    }

    static void await(String what, Predicate<ChromeDriver> condition) {
        new WebDriverWait(browser, LIMIT, Duration.ofMillis(50))
                .withMessage(what)
                .ignoring(StaleElementReferenceException.class)
                .until(page -> condition.test(browser));
    }

    static WebElement one(String css) {
        return browser.findElement(By.cssSelector(css));
    }

    static List<WebElement> all(String css) {
        return browser.findElements(By.cssSelector(css));
    }

    static String text(String css) {
        return one(css).getText();
    }

    /** Writes into a field what was in it before or not. */
    static void fill(String css, String value) {
        WebElement field = one(css);
        field.clear();
        field.sendKeys(value);
    }

    /** Keeps a picture of the whole page if {@code -Dscreenshots=<folder>} says where. */
    static void picture(String name) {
        String folder = System.getProperty("screenshots");
        if (folder == null) {
            return;
        }
        Dimension before = browser.manage().window().getSize();
        long height = ((Number) browser.executeScript("return document.documentElement.scrollHeight")).longValue();
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", before.getWidth(), "height", height, "deviceScaleFactor", 1, "mobile", false));
        try {
            Files.createDirectories(Path.of(folder));
            Files.write(Path.of(folder, name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }
}
