package io.github.lockstarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.testing.Tree;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Each property is described where an IDE looks for it, and docs/properties.md says the same. */
class PropertiesPageTests {

    private static final boolean WRITE = Boolean.getBoolean("properties.write");

    static Stream<Map<String, Object>> properties() {
        return PropertiesPage.properties().stream();
    }

    @ParameterizedTest
    @MethodSource("properties")
    void eachHasATypeAndADescription(Map<String, Object> property) {
        assertThat(property.get("name")).asString().matches("(distributed-lock|management\\.endpoint)\\..+");
        assertThat(property.get("type")).asString().isNotBlank();
        assertThat(property.get("description"))
                .asString()
                .as("Boot's style: a sentence, without an article at its beginning")
                .matches("(?s)(?!(The|A|An) )[A-Z].*\\.");
    }

    @Test
    void noneIsMissing() {
        List<String> expected = new ArrayList<>(List.of("distributed-lock.locks"));
        note("distributed-lock", DistributedLockProperties.class, expected);

        assertThat(properties().map(PropertiesPage::name).filter(name -> name.startsWith("distributed-lock.")))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void anIdeCanOfferTheConnectionFactoriesThereAre() {
        assertThat(PropertiesPage.hint("distributed-lock.redis.connection-factory")
                        .get("providers"))
                .asString()
                .contains("spring-bean-reference", RedisConnectionFactory.class.getName());
    }

    @Test
    void thePageIsWhatTheMetadataSay() throws IOException {
        if (WRITE) {
            Files.writeString(PropertiesPage.FILE, PropertiesPage.text());
        }

        assertThat(Tree.text(PropertiesPage.FILE))
                .as(
                        "docs/properties.md is not current. Write it anew: mvn test -pl lock-starter -am -Dtest=PropertiesPageTests -Dsurefire.failIfNoSpecifiedTests=false -Dproperties.write=true")
                .isEqualTo(PropertiesPage.text());
    }

    /** What can be bound, by the components of the records. */
    private static void note(String prefix, Class<?> group, List<String> names) {
        for (RecordComponent component : group.getRecordComponents()) {
            String name = prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
            if (component.getType().isRecord()) {
                note(name, component.getType(), names);
            } else {
                names.add(name);
            }
        }
    }
}
