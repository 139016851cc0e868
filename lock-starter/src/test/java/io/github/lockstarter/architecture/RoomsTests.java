package io.github.lockstarter.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;
import io.github.lockstarter.DistributedLock;
import java.lang.annotation.Annotation;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoomsTests {

    private static final String STARTER = "io.github.lockstarter";

    private static final String PLANTED = "io.github.lockstarter.architecture.planted";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(
                    DistributedLock.class.getProtectionDomain().getCodeSource().getLocation());

    private static final JavaClasses PLANTS = new ClassFileImporter().importPackages(PLANTED);

    static Stream<String> rules() {
        return Rooms.rules(STARTER).keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theStarterKeeps(String rule) {
        Rooms.rules(STARTER).get(rule).check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aPlantedClassBreaks(String rule) {
        EvaluationResult result = Rooms.rules(PLANTED).get(rule).evaluate(PLANTS);

        assertThat(result.hasViolation()).isTrue();
    }

    @Test
    void everyRoomIsNullMarked() {
        assertThat(CLASSES.stream().map(type -> type.getPackageName()).distinct())
                .hasSizeGreaterThan(5)
                .allSatisfy(name -> assertThat(annotations(name)).anyMatch(NullMarked.class::isInstance));
    }

    @Test
    void everyRoomHasARule() {
        assertThat(CLASSES.stream()
                        .map(type -> type.getPackageName())
                        .filter(name -> !name.equals(STARTER))
                        .map(name -> name.substring(STARTER.length() + 1))
                        .distinct())
                .allMatch(room ->
                        room.equals("autoconfigure") || Rooms.rules(STARTER).containsKey(room));
    }

    private static Annotation[] annotations(String packageName) {
        try {
            return Class.forName(packageName + ".package-info").getAnnotations();
        } catch (ClassNotFoundException e) {
            throw new AssertionError("No package-info in " + packageName, e);
        }
    }
}
