package io.github.lockstarter.sample.redis;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** @param port where the sample's own Redis listens, on 127.0.0.1 */
@Validated
@ConfigurationProperties("sample.redis")
record OwnRedisProperties(
        @DefaultValue("16379") @Min(1) @Max(65535) int port) {}
