package io.github.lockstarter.architecture.planted;

import org.springframework.util.StringUtils;

/** Breaks a rule on purpose: the user's types know no Spring. */
class PlantedInRoot {

    private final boolean text = StringUtils.hasText("");
}
