package io.github.lockstarter.sample.web;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that bids on an item.
 *
 * @param thinkingMillis how long the bidder holds the lock between reading the price and writing a new one; not at all if null
 */
record NewBid(
        @NotBlank @Size(max = 100) String bidder,

        @NotNull @Positive @Digits(integer = 12, fraction = 2)
        BigDecimal amount,

        @Nullable @Min(0) @Max(3_000) Integer thinkingMillis) {

    Duration thinking() {
        return Duration.ofMillis(thinkingMillis == null ? 0 : thinkingMillis);
    }
}
