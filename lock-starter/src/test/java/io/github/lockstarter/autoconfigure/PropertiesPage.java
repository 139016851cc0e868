package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.testing.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.json.JsonParserFactory;

/** What the metadata of the compiled starter says of its properties, and the page that is made of it. */
final class PropertiesPage {

    static final Path FILE = Tree.page("properties.md");

    private static final String HEAD = """
            # Properties

            <!-- Made by PropertiesPageTests from META-INF/spring-configuration-metadata.json: change the descriptions in the sources, not here. -->

            All properties of the starter, as an IDE shows them, sorted. Durations are `5s`, `500ms`, `PT5S` or `2000` (milliseconds). For
            one lock: [Attributes](attributes.md). What goes together: [Waiting](waiting.md), [More than one Redis](topologies.md), [Running it](operations.md).

            | property | type | default | meaning |
            |---|---|---|---|
            """;

    private PropertiesPage() {}

    /** Those of the starter, and of its endpoint, which Boot's processor describes; sorted by name. */
    static List<Map<String, Object>> properties() {
        return part("properties").stream()
                .sorted(Comparator.comparing(PropertiesPage::name))
                .toList();
    }

    /** Of one property; its values and providers. */
    static Map<String, Object> hint(String name) {
        return part("hints").stream()
                .filter(hint -> name(hint).equals(name))
                .findAny()
                .orElse(Map.of());
    }

    static String name(Map<String, Object> part) {
        return part.get("name").toString();
    }

    /** The page as it should be. */
    static String text() {
        return HEAD
                + properties().stream()
                        .map(property -> "| `%s` | %s | %s | %s |%n"
                                .formatted(
                                        name(property),
                                        type(property.get("type").toString()),
                                        code(property.get("defaultValue")),
                                        property.get("description").toString().replace("|", "\\|")))
                        .collect(Collectors.joining());
    }

    /** Some parsers make a double of every number. */
    private static String code(Object value) {
        Object plain = value instanceof Double number ? (Object) number.longValue() : value;
        return value == null ? "" : "`" + plain + "`";
    }

    /** Without packages; of an enum, its constants. */
    private static String type(String type) {
        Class<?> known = type.contains("<") ? null : loaded(type);
        if (known != null && known.isEnum()) {
            return Arrays.stream(known.getEnumConstants())
                    .map(constant -> code(((Enum<?>) constant).name().toLowerCase(Locale.ROOT)))
                    .collect(Collectors.joining(", "));
        }
        return code(type.replaceAll("[a-z]\\w*\\.", "").replace(",", ", "));
    }

    private static Class<?> loaded(String type) {
        try {
            return Class.forName(type);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("A property has a type that is not there: " + type, e);
        }
    }

    private static List<Map<String, Object>> part(String name) {
        Object part = JsonParserFactory.getJsonParser().parseMap(metadata()).get(name);
        return ((List<?>) part).stream().map(PropertiesPage::asMap).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object json) {
        return (Map<String, Object>) json;
    }

    /** Other libraries on the class path have files of that name. */
    private static String metadata() {
        try {
            Path classes = Path.of(DistributedLockProperties.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.readString(classes.resolve("META-INF/spring-configuration-metadata.json"));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
