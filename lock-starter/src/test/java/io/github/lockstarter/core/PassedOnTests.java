package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands in front of an interface whose methods have defaults overrides all of them: one that it forgot would end there, and nobody would notice. */
@Tag("without-spring")
class PassedOnTests {

    @ParameterizedTest
    @CsvSource({
        "io.github.lockstarter.LockListener, io.github.lockstarter.core.SafeListener",
        "io.github.lockstarter.store.LockStore, io.github.lockstarter.core.GuardedStore"
    })
    void eachMethodIs(Class<?> type, Class<?> inFront) {
        assertThat(Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic()))
                .hasSizeGreaterThan(5)
                .allSatisfy(
                        method -> assertThat(inFront.getDeclaredMethod(method.getName(), method.getParameterTypes()))
                                .isNotNull());
    }
}
