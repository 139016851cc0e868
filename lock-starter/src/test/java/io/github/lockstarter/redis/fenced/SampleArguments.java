package io.github.lockstarter.redis.fenced;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.springframework.data.domain.Range;
import org.springframework.data.geo.Circle;
import org.springframework.data.geo.Distance;
import org.springframework.data.geo.Metric;
import org.springframework.data.geo.Point;
import org.springframework.data.redis.connection.BitFieldSubCommands;
import org.springframework.data.redis.connection.ExpirationOptions;
import org.springframework.data.redis.connection.Limit;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.RedisGeoCommands;
import org.springframework.data.redis.connection.RedisStreamCommands;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.Record;
import org.springframework.data.redis.connection.stream.RecordId;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.connection.stream.StreamReadOptions;
import org.springframework.data.redis.connection.stream.StreamRecords;
import org.springframework.data.redis.connection.zset.Aggregate;
import org.springframework.data.redis.connection.zset.Weights;
import org.springframework.data.redis.core.BulkMapper;
import org.springframework.data.redis.core.ListOperations;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.RedisOperations;
import org.springframework.data.redis.core.ScanOptions;
import org.springframework.data.redis.core.SessionCallback;
import org.springframework.data.redis.core.ZSetOperations;
import org.springframework.data.redis.core.query.SortQuery;
import org.springframework.data.redis.core.query.SortQueryBuilder;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.data.redis.core.types.Expiration;
import org.springframework.data.redis.domain.geo.BoundingBox;
import org.springframework.data.redis.domain.geo.GeoReference;
import org.springframework.data.redis.domain.geo.GeoShape;
import org.springframework.data.redis.serializer.RedisSerializer;

/** Arguments for any method of the Operations interfaces that fit the data of {@link SampleData}. Made for one call. */
final class SampleArguments {

    private final Method method;

    private final byte[] dump;

    private final Deque<String> keys = new ArrayDeque<>(List.of("key", "other", "dest"));

    private final Deque<String> values = new ArrayDeque<>(List.of("v1", "v2", "v9"));

    private final Deque<String> texts = new ArrayDeque<>(List.of("g", "c"));

    private final Deque<Long> numbers = new ArrayDeque<>(List.of(1L, 2L, 1L, 1L));

    private SampleArguments(Method method, byte[] dump) {
        this.method = method;
        this.dump = dump;
    }

    /** @param dump of some value, to be restored */
    static Object[] of(Method method, byte[] dump) {
        SampleArguments arguments = new SampleArguments(method, dump);
        return Arrays.stream(method.getGenericParameterTypes())
                .map(arguments::of)
                .toArray();
    }

    private String operations() {
        return method.getDeclaringClass().getSimpleName();
    }

    private Object of(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            return of(variable.getName());
        }
        if (type instanceof WildcardType wildcard) {
            return of(wildcard.getUpperBounds()[0]);
        }
        if (type instanceof GenericArrayType array) {
            Object element = of(array.getGenericComponentType());
            Class<?> component = element instanceof String ? Object.class : element.getClass();
            if (array.getGenericComponentType() instanceof ParameterizedType parameterized) {
                component = (Class<?>) parameterized.getRawType();
            }
            Object made = Array.newInstance(component, 1);
            Array.set(made, 0, element);
            return made;
        }
        if (type instanceof ParameterizedType parameterized) {
            return of((Class<?>) parameterized.getRawType(), parameterized.getActualTypeArguments());
        }
        return of((Class<?>) type, new Type[0]);
    }

    private Object of(String variable) {
        return switch (variable) {
            case "K", "H" -> keys.pop();
            case "HK" -> "f1";
            case "HV" -> "1";
            default -> values.pop();
        };
    }

    private Object of(Class<?> type, Type[] of) {
        if (type.isPrimitive() || type == Long.class || type == Integer.class) {
            return primitive(type);
        }
        if (type == byte[].class) {
            return dump;
        }
        if (type.isArray()) {
            Object array = Array.newInstance(type.getComponentType(), 1);
            Array.set(array, 0, elementOf(type.getComponentType()));
            return array;
        }
        if (Collection.class.isAssignableFrom(type) || type == Iterable.class) {
            Collection<Object> all = new LinkedHashSet<>(List.of(of(of[0])));
            return type == List.class ? List.copyOf(all) : all;
        }
        if (type == Map.class) {
            Map<Object, Object> map = new LinkedHashMap<>();
            map.put(of(of[0]), of(of[1]));
            return map;
        }
        if (type == Range.class) {
            return range(of[0]);
        }
        if (type == Object.class) {
            return operations().equals("ValueOperations")
                    ? keys.pop()
                    : operations().equals("HashOperations") ? "f1" : values.pop();
        }
        if (type == String.class) {
            return operations().equals("StreamOperations") ? texts.pop() : "1";
        }
        return known(type);
    }

    private Object elementOf(Class<?> component) {
        if (component == Object.class) {
            return operations().equals("HashOperations") ? "f1" : "v1";
        }
        if (component == String.class) {
            return "1-1";
        }
        return of(component, new Type[0]);
    }

    private Object primitive(Class<?> type) {
        if (type == boolean.class) {
            return true;
        }
        if (type == double.class) {
            return (double) numbers.pop();
        }
        boolean duration = Arrays.asList(method.getParameterTypes()).contains(TimeUnit.class);
        long number = duration ? 100 : numbers.pop();
        if (type == int.class || type == Integer.class) {
            return (int) number;
        }
        return number;
    }

    private Range<?> range(Type bound) {
        if (operations().equals("StreamOperations")) {
            return bound == String.class ? Range.closed("0", "9") : Range.unbounded();
        }
        return bound == String.class ? Range.closed("v1", "v2") : Range.closed(1, 2);
    }

    private Object known(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "Duration" -> Duration.ofSeconds(100);
            case "TimeUnit" -> TimeUnit.SECONDS;
            case "Date" -> new Date(4_102_444_800_000L);
            case "Instant" -> Instant.ofEpochMilli(4_102_444_800_000L);
            case "Expiration" -> Expiration.seconds(100);
            case "ExpirationOptions" -> ExpirationOptions.none();
            case "ScanOptions" -> ScanOptions.scanOptions().count(100).build();
            case "SortQuery" -> sort();
            case "RedisCallback" -> callback();
            case "SessionCallback" -> new Session();
            case "RedisScript" -> RedisScript.of("return redis.call('EXISTS', KEYS[1])", Long.class);
            case "RedisSerializer" -> RedisSerializer.string();
            case "BulkMapper" -> (BulkMapper<Object, Object>) List::toString;
            case "Consumer" ->
                type == Consumer.class
                        ? (Consumer<Object>) SampleArguments::always
                        : org.springframework.data.redis.connection.stream.Consumer.from("g", "c");
            case "RedisClusterNode" -> new RedisClusterNode("127.0.0.1", 1);
            case "SlotRange" -> new RedisClusterNode.SlotRange(1, 2);
            case "BitFieldSubCommands" ->
                BitFieldSubCommands.create()
                        .get(BitFieldSubCommands.BitFieldType.unsigned(8))
                        .valueAt(0);
            case "MoveFrom" -> ListOperations.MoveFrom.fromHead(keys.pop());
            case "MoveTo" -> ListOperations.MoveTo.toTail(keys.pop());
            case "TypedTuple" -> ZSetOperations.TypedTuple.of("v9", 9d);
            case "Aggregate" -> Aggregate.MAX;
            case "Weights" -> Weights.of(1, 2);
            case "Limit" -> Limit.limit().count(1);
            case "Record", "MapRecord" -> record();
            case "ByteRecord" ->
                StreamRecords.newRecord().in(bytes("key")).withId("9-9").ofBytes(Map.of(bytes("f1"), bytes("1")));
            case "RecordId" -> RecordId.of("1-1");
            case "ReadOffset" -> ReadOffset.from("0");
            case "StreamOffset" -> StreamOffset.create(keys.pop(), offset());
            case "StreamReadOptions" -> StreamReadOptions.empty().count(10);
            case "XAddOptions" -> RedisStreamCommands.XAddOptions.maxlen(10);
            case "XClaimOptions" ->
                RedisStreamCommands.XClaimOptions.minIdleMs(0).ids("1-1");
            case "Class" -> String.class;
            case "Point" -> new Point(13.361389, 38.115556);
            case "Circle" -> new Circle(new Point(15, 37), distance());
            case "Distance" -> distance();
            case "Metric" -> (Metric) RedisGeoCommands.DistanceUnit.KILOMETERS;
            case "GeoLocation" -> new RedisGeoCommands.GeoLocation<>("v9", new Point(13, 38));
            case "GeoReference" -> GeoReference.fromMember("v1");
            case "BoundingBox" -> new BoundingBox(400, 400, RedisGeoCommands.DistanceUnit.KILOMETERS);
            case "GeoShape" -> GeoShape.byRadius(distance());
            case "GeoRadiusCommandArgs" ->
                RedisGeoCommands.GeoRadiusCommandArgs.newGeoRadiusArgs()
                        .includeDistance()
                        .includeCoordinates();
            case "GeoSearchCommandArgs" ->
                RedisGeoCommands.GeoSearchCommandArgs.newGeoSearchArgs().includeDistance();
            case "GeoSearchStoreCommandArgs" -> RedisGeoCommands.GeoSearchStoreCommandArgs.newGeoSearchStoreArgs();
            default -> madeByItself(type);
        };
    }

    private ReadOffset offset() {
        boolean inGroup = Arrays.stream(method.getParameterTypes())
                .anyMatch(org.springframework.data.redis.connection.stream.Consumer.class::equals);
        return inGroup ? ReadOffset.lastConsumed() : ReadOffset.from("0");
    }

    private static Distance distance() {
        return new Distance(200, RedisGeoCommands.DistanceUnit.KILOMETERS);
    }

    private static SortQuery<String> sort() {
        return SortQueryBuilder.sort("key").alphabetical(true).build();
    }

    private static Record<String, Map<String, String>> record() {
        return StreamRecords.newRecord().in("key").withId("9-9").ofMap(Map.of("f1", "1"));
    }

    private RedisCallback<?> callback() {
        return method.getName().equals("executeWithStickyConnection")
                ? connection -> connection.keyCommands().scan(ScanOptions.NONE)
                : connection -> {
                    Long exists = connection.keyCommands().exists(new byte[][] {bytes("key")});
                    return method.getName().equals("execute") ? exists : null;
                };
    }

    /** For what only one of the generations of Spring Data has. */
    private static Object madeByItself(Class<?> type) {
        try {
            if (type.isEnum()) {
                return type.getEnumConstants()[0];
            }
            if (type.getSimpleName().equals("XTrimOptions")) {
                Class<?> trim = Class.forName(RedisStreamCommands.class.getName() + "$TrimOptions");
                return type.getMethod("trim", trim)
                        .invoke(null, trim.getMethod("maxLen", long.class).invoke(null, 1L));
            }
            String factory = switch (type.getSimpleName()) {
                case "HashFieldSetOption" -> "upsert";
                case "Range" -> "range";
                default -> "defaults";
            };
            return type.getMethod(factory).invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("No argument of " + type, e);
        }
    }

    /** Of a SetSpec or a DeleteSpec. */
    private static void always(Object spec) {
        try {
            Method always = spec.getClass().getMethod("always");
            always.setAccessible(true);
            always.invoke(spec);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("No argument of " + spec, e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private final class Session implements SessionCallback<Object> {

        @Override
        @SuppressWarnings("unchecked")
        public <K, V> Object execute(RedisOperations<K, V> operations) {
            Object exists = operations.hasKey((K) "key");
            return method.getName().equals("execute") ? exists : null;
        }
    }
}
