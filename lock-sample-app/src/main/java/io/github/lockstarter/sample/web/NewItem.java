package io.github.lockstarter.sample.web;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;

/** The body of a request that creates an item. */
record NewItem(
        @NotBlank @Size(max = 100) @Pattern(regexp = FITS_A_PATH, message = DOES_NOT_FIT_A_PATH)
        String id,

        @NotBlank @Size(max = 100) String name,

        @NotNull @Positive @Digits(integer = 12, fraction = 2)
        BigDecimal price) {

    // The id becomes a part of the item's address, where servers refuse these, encoded or not.
    private static final String FITS_A_PATH = "(?!\\.{1,2}$)[^/\\\\\\p{C}]*";

    private static final String DOES_NOT_FIT_A_PATH =
            "must not be '.' or '..' nor contain a slash, a backslash or an invisible character";
}
