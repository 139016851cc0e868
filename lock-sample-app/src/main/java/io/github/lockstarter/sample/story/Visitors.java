package io.github.lockstarter.sample.story;

import io.github.lockstarter.process.JavaProcess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Sends bidders who are JVMs of their own, with the same Redis and the same settings of the locks. */
@Component
class Visitors {

    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx96m");

    private static final String LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

    private final Environment environment;

    private final JsonMapper json;

    Visitors(Environment environment, JsonMapper json) {
        this.environment = environment;
        this.json = json;
    }

    /** Starts one who bids on the item as soon as it can, and then thinks for ever. */
    Visitor send(String item) {
        JavaProcess process = isInAJarOfJars()
                ? JavaProcess.start(LAUNCHER, plus("-Dloader.main=" + VisitorProcess.class.getName()), List.of(item))
                : JavaProcess.start(VisitorProcess.class, QUICK_START, List.of(item));
        Visitor visitor = new Visitor(process);
        try {
            // Not on the command line, where everybody on the machine could read a password.
            process.send(json.writeValueAsString(settings()));
            return visitor;
        } catch (RuntimeException e) {
            visitor.close();
            throw e;
        }
    }

    private static boolean isInAJarOfJars() {
        return VisitorProcess.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()
                .contains("!/");
    }

    private static List<String> plus(String option) {
        List<String> options = new ArrayList<>(QUICK_START);
        options.add(option);
        return options;
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.putAll(under("spring.data.redis"));
        settings.putAll(under("distributed-lock"));
        return settings;
    }

    private Map<String, Object> under(String name) {
        Map<String, Object> found = Binder.get(environment)
                .bind(name, Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of());
        return found.isEmpty() ? Map.of() : Map.of(name, found);
    }
}
