package io.github.lockstarter.sample.web;

import io.github.lockstarter.sample.race.RaceOrder;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;

/** The body of a request that starts races. */
record NewRace(
        @NotEmpty
        List<@NotNull @Pattern(regexp = STRATEGIES, message = "must be none, watch, naive, lock or fenced") String>
                strategies,

        @NotNull @Min(1) @Max(64) Integer bidders,

        @NotNull @Min(1) @Max(200) Integer bids,

        @NotNull @Min(0) @Max(50) Integer sectionMillis,

        @NotNull Boolean stall) {

    private static final String STRATEGIES = "none|watch|naive|lock|fenced";

    RaceOrder order() {
        return new RaceOrder(strategies.stream().distinct().toList(), bidders, bids, sectionMillis, stall);
    }
}
