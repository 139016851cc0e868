package io.github.lockstarter.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.io.ByteArrayResource;

/** The properties that the metadata on the class path describe: the starter's, and Spring Boot's. */
final class KnownProperties {

    /** Type by name. */
    private final Map<String, String> types = new HashMap<>();

    /** Default by name, where there is one. */
    private final Map<String, String> defaults = new HashMap<>();

    KnownProperties() {
        try {
            for (URL metadata : Collections.list(
                    getClass().getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
                read(metadata);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A property, or one in a map of them. */
    boolean has(String name) {
        return types.containsKey(name)
                || types.entrySet().stream()
                        .anyMatch(map ->
                                map.getValue().startsWith("java.util.Map") && name.startsWith(map.getKey() + "."));
    }

    /** Whether it is what the names of some properties begin with. */
    boolean hasGroup(String name) {
        return types.keySet().stream().anyMatch(each -> each.startsWith(name + "."));
    }

    /** Null: there is no such property, or it has none. */
    String defaultOf(String name) {
        return defaults.get(name);
    }

    static Set<String> inYaml(String block) {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ByteArrayResource(block.getBytes(StandardCharsets.UTF_8)));
        return yaml.getObject().stringPropertyNames();
    }

    static Set<String> inProperties(String block) {
        try {
            Properties properties = new Properties();
            properties.load(new StringReader(block));
            return properties.stringPropertyNames();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(URL metadata) throws IOException {
        try (InputStream in = metadata.openStream()) {
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<?> properties =
                    (List<?>) JsonParserFactory.getJsonParser().parseMap(json).get("properties");
            for (Object each : properties) {
                Map<?, ?> property = (Map<?, ?>) each;
                String name = property.get("name").toString();
                types.put(name, String.valueOf(property.get("type")));
                Object value = property.get("defaultValue");
                if (value != null) {
                    // Some parsers make a double of every number.
                    defaults.put(name, value.toString().replaceAll("\\.0$", ""));
                }
            }
        }
    }
}
