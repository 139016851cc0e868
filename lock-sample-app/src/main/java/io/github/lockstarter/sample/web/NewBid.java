package io.github.lockstarter.sample.web;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;

/** The body of a request that bids on an item. */
record NewBid(
        @NotBlank @Size(max = 100) String bidder,

        @NotNull @Positive @Digits(integer = 12, fraction = 2)
        BigDecimal amount) {}
