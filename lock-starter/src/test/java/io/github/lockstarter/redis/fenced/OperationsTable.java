package io.github.lockstarter.redis.fenced;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.data.redis.core.ClusterOperations;
import org.springframework.data.redis.core.GeoOperations;
import org.springframework.data.redis.core.HashOperations;
import org.springframework.data.redis.core.HyperLogLogOperations;
import org.springframework.data.redis.core.ListOperations;
import org.springframework.data.redis.core.RedisOperations;
import org.springframework.data.redis.core.SetOperations;
import org.springframework.data.redis.core.StreamOperations;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.ValueOperations;
import org.springframework.data.redis.core.ZSetOperations;

/** The table in operations.txt: what a fenced template does, for each method of the Operations interfaces. */
final class OperationsTable {

    static final List<Class<?>> INTERFACES = List.of(
            RedisOperations.class,
            ValueOperations.class,
            HashOperations.class,
            ListOperations.class,
            SetOperations.class,
            ZSetOperations.class,
            StreamOperations.class,
            GeoOperations.class,
            HyperLogLogOperations.class,
            ClusterOperations.class);

    /** What the first word of a row means. */
    enum Kind {
        /** As the plain template. */
        SAME,
        /** As the plain template, but for numbers that the clock makes. */
        SAME_BUT_CLOCK,
        /** As the plain template, but for which element was drawn. */
        SAME_BUT_CHANCE,
        /** By name. */
        REFUSED,
        /** Redis 7.0 does not know the command. */
        LACKS,
        /** Spring Data throws before it sends anything. */
        BROKEN,
        /** Sends nothing. */
        NOT_A_COMMAND;

        /** Whether a call must succeed in one situation at least: otherwise nothing was compared. */
        boolean returnsForSome() {
            return this == SAME || this == SAME_BUT_CLOCK || this == SAME_BUT_CHANCE;
        }
    }

    /** Marks a row whose method is no longer there in Spring Data 4. */
    private static final String OLDER = "[3.5]";

    private OperationsTable() {}

    /** Rows by interface and signature. */
    static Map<String, Map<String, Kind>> read() {
        return read(text().replace(OLDER, ""));
    }

    /** Without those whose methods are gone in the newest generation. */
    static Map<String, Map<String, Kind>> readNewest() {
        return read(text().lines().filter(line -> !line.endsWith(OLDER)).collect(Collectors.joining("\n")));
    }

    private static Map<String, Map<String, Kind>> read(String text) {
        Map<String, Map<String, Kind>> table = new LinkedHashMap<>();
        Map<String, Kind> rows = Map.of();
        for (String line : text.lines().toList()) {
            if (line.startsWith("[")) {
                rows = new LinkedHashMap<>();
                table.put(line.substring(1, line.length() - 1), rows);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                int space = line.indexOf(' ');
                rows.put(line.substring(space).trim(), Kind.valueOf(line.substring(0, space)));
            }
        }
        return table;
    }

    static List<Method> methods(Class<?> operations) {
        return Arrays.stream(operations.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
                .toList();
    }

    static String signature(Method method) {
        return method.getName()
                + Arrays.stream(method.getGenericParameterTypes())
                        .map(OperationsTable::simple)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    static Object on(Class<?> operations, StringRedisTemplate template) {
        return switch (operations.getSimpleName()) {
            case "ValueOperations" -> template.opsForValue();
            case "HashOperations" -> template.opsForHash();
            case "ListOperations" -> template.opsForList();
            case "SetOperations" -> template.opsForSet();
            case "ZSetOperations" -> template.opsForZSet();
            case "StreamOperations" -> template.opsForStream();
            case "GeoOperations" -> template.opsForGeo();
            case "HyperLogLogOperations" -> template.opsForHyperLogLog();
            case "ClusterOperations" -> template.opsForCluster();
            default -> template;
        };
    }

    private static String simple(Type type) {
        return type.getTypeName().replaceAll("[\\w.]+\\.", "").replaceAll("\\w+\\$", "");
    }

    private static String text() {
        try (InputStream resource = OperationsTable.class.getResourceAsStream("operations.txt")) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
