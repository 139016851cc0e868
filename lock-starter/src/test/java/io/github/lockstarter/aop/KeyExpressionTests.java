package io.github.lockstarter.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.LockRequest;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.util.ReflectionUtils;

class KeyExpressionTests {

    private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

    @Nested
    class Makes {

        @Test
        void textOfWhatIdentifies() {
            UUID uuid = UUID.randomUUID();
            assertThat(key("#a", "a1")).isEqualTo("a1");
            assertThat(key("#a", new StringBuilder("a1"))).isEqualTo("a1");
            assertThat(key("#a", 42)).isEqualTo("42");
            assertThat(key("#a", 42L)).isEqualTo("42");
            assertThat(key("#a", new BigDecimal("1.50"))).isEqualTo("1.50");
            assertThat(key("#a", true)).isEqualTo("true");
            assertThat(key("#a", 'x')).isEqualTo("x");
            assertThat(key("#a", uuid)).isEqualTo(uuid.toString());
            assertThat(key("#a", LocalDate.of(2026, 11, 23))).isEqualTo("2026-11-23");
            assertThat(key("#a", Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00Z");
            assertThat(key("#a", Spoken.YES)).isEqualTo("YES");
            assertThat(key("#a", TimeUnit.DAYS)).isEqualTo("DAYS");
        }

        @Test
        void oneTextOfAConcatenation() {
            assertThat(key("'item:' + #a", "a1")).isEqualTo("item:a1");
            assertThat(key("#a + ':' + #b", 1, 2)).isEqualTo("1:2");
            assertThat(key("#a + ' ' + #b", "x", "y")).isEqualTo("x y");
            assertThat(key("'n' + (#a + #b)", 1, 2)).isEqualTo("n3");
            assertThat(key("#a + #b", 1, 2L)).isEqualTo("3");
            assertThat(key("#a + #b", Spoken.YES, UUID.fromString("0-0-0-0-1")))
                    .isEqualTo("YES00000000-0000-0000-0000-000000000001");
            assertThat(key("'x' + #a + 'y' + #b.id + 'z'", 1, new Bid("b7"))).isEqualTo("x1yb7z");
        }

        @Test
        void keysOfListsAndChoicesThatAreJoined() {
            assertThat(keys("{'account:' + #a, 'account:' + #b}", "a1", 2)).containsExactly("account:2", "account:a1");
            assertThat(keys("{}.isEmpty() ? {'a', 'b' + #a} : #b", 1, "c")).containsExactly("a", "b1");
            assertThat(key("#a ? 'x:' + #b : 'y'", true, "b")).isEqualTo("x:b");
            assertThat(key("#a ? 'x:' + #b : 'y'", "false", null)).isEqualTo("y");
            assertThat(key("#a ?: 'none:' + #b", null, 1)).isEqualTo("none:1");
            assertThat(key("#a ?: 'none:' + #b", "", 1)).isEqualTo("none:1");
            assertThat(key("#a ?: 'none:' + #b", "a", null)).isEqualTo("a");
            assertThat(key("#a ?: 'none:' + #b", Optional.of("a"), null)).isEqualTo("a");
            assertThat(key("'id:' + (#a ?: #b)", Optional.empty(), "b")).isEqualTo("id:b");
            assertThat(key("'id:' + (#a ?: #b) + (#b > 1 ? '+' : '-')", null, 2))
                    .isEqualTo("id:2+");
            assertThat(keys("#a.!['x'.concat(#this)]", List.of("1", "2"))).containsExactly("x1", "x2");
        }

        @Test
        void useOfArgumentsRootAndBeans() {
            beans.registerSingleton("tenants", new Tenants());
            assertThat(key("#p0 + #a1", "x", "y")).isEqualTo("xy");
            assertThat(key("#a.id", new Bid("b7"))).isEqualTo("b7");
            assertThat(key("#a.id()", new Bid("b7"))).isEqualTo("b7");
            assertThat(key("#a['id']", Map.of("id", "b7"))).isEqualTo("b7");
            assertThat(key("#a.id", Map.of("id", "b7"))).isEqualTo("b7");
            assertThat(key("#a?.id ?: 'none'", new Object[] {null, null})).isEqualTo("none");
            assertThat(key("#a.toLowerCase()", "A1")).isEqualTo("a1");
            assertThat(key("#root.method.name")).isEqualTo("method");
            assertThat(key("#root.target.prefix + #root.args[0]", "a1")).isEqualTo("prefix-a1");
            assertThat(key("@tenants.current() + ':' + #a", "a1")).isEqualTo("acme:a1");
            assertThat(key("@tenants.of(#a)", "a1")).isEqualTo("of-a1");
        }

        @Test
        void severalKeysOfACollectionOrAnArray() {
            assertThat(keys("#a", List.of("x", 1, Spoken.YES))).containsExactly("1", "YES", "x");
            assertThat(keys("#a", (Object) new String[] {"x", "y"})).containsExactly("x", "y");
            assertThat(keys("#a", new long[] {1, 2})).containsExactly("1", "2");
            assertThat(keys("#a.![id]", List.of(new Bid("b1"), new Bid("b2")))).containsExactly("b1", "b2");
            beans.registerSingleton("tenants", new Tenants());
            assertThat(keys("#a.![@tenants.of(id)]", List.of(new Bid("b1")))).containsExactly("of-b1");
            assertThat(keys("#a.?[id.length() > 1].![id.concat('!')]", List.of(new Bid("b1"), new Bid("b"))))
                    .containsExactly("b1!");
            assertThat(keys("{#a, #b}", "x", "y")).containsExactly("x", "y");
            assertThat(keys("#a", Set.of("x"))).containsExactly("x");
        }

        @Test
        void eachOperandOnce() {
            Counting counting = new Counting();
            beans.registerSingleton("counting", counting);

            assertThat(key("'n' + @counting.next() + ':' + @counting.next()")).isEqualTo("n1:2");
            assertThat(counting.count).hasValue(2);
        }

        @Test
        void nothingOfExpressionsInArguments() {
            for (String text :
                    List.of("T(java.lang.Runtime).getRuntime()", "#{1+1}", "${user.home}", "@tenants", "#root")) {
                assertThat(key("'item:' + #a", text)).isEqualTo("item:" + text);
            }
        }
    }

    @Nested
    class Refuses {

        @Test
        void nullWhereverItStands() {
            assertRefused("#a", "is null", new Object[] {null, null});
            assertRefused("'item:' + #a", "#a in the key \"'item:' + #a\" is null", new Object[] {null, null});
            assertRefused("#a + ':' + #b", "#b in", "x", null);
            assertRefused("'item:' + null", "null");
            assertRefused("#a.id", "cannot be evaluated", new Object[] {null, null});
            assertRefused("#a?.id", "is null", new Object[] {null, null});
            assertRefused("#a", "is null", Arrays.asList("x", null));
            assertRefused("{#a, 'x'}", "is null", new Object[] {null, null});
            assertRefused("{'account:' + #a, 'account:' + #b}", "#b in", "a1", null);
            assertRefused("#a ? 'x:' + #b : 'y'", "#b in", true, null);
            assertRefused("#a ? 'x' : 'y'", "#a in the key \"#a ? 'x' : 'y'\" is null", new Object[] {null, null});
            assertRefused("#a ?: 'none:' + #b", "#b in", null, null);
            assertRefused("'x' + (#a ?: #b)", "is null", new Object[] {null, null});
        }

        @Test
        void textThatUtf8CannotHoldAndTooManyKeys() {
            assertRefused("#a", "unpaired surrogate", "a\uD800");
            assertRefused("#a", "101 keys", IntStream.range(0, 101).boxed().toList());
        }

        @Test
        void blankText() {
            assertRefused("#a", "is blank", "");
            assertRefused("#a", "is blank", " \t");
            assertRefused("'item:' + #a", "#a in the key \"'item:' + #a\" is blank", " ");
            assertRefused("' '", "is blank");
            assertRefused("#a", "is blank", List.of("x", " "));
        }

        @Test
        void emptyCollectionsAndArrays() {
            assertRefused("#a", "is an empty collection", new ArrayList<>());
            assertRefused("#a", "is an empty array", (Object) new String[0]);
        }

        @Test
        void whatHasNoTextThatIdentifiesIt() {
            assertRefused("#a", "of type " + Bid.class.getName(), new Bid("b7"));
            assertRefused("'item:' + #a", "use #a.id", new Bid("b7"));
            assertRefused("'a' + ('b' + #a)", "use #a.id", new Bid("b7"));
            assertRefused("{'a' + #a}", "use #a.id", new Bid("b7"));
            assertRefused("{#a, 'b'}", "of type java.util.ImmutableCollections", List.of("x"));
            assertRefused("'item:' + #a", "of type java.util.Optional", Optional.of("x"));
            assertRefused("'item:' + #a", "of type java.util.ImmutableCollections", List.of("x"));
            assertRefused("#a", "of type java.util.ImmutableCollections", Map.of("x", "y"));
            assertRefused("#a", "of type " + Bid.class.getName(), List.of(new Bid("b7")));
            assertRefused("#a", "of type java.lang.Object", new Object());
            assertRefused("#a", "of type " + Nameless.class.getTypeName(), new Nameless());
            assertRefused("#a", "of type java.time.Clock", Clock.systemUTC());
            assertRefused("'x' + #a", "Use what is in it: #a.orElseThrow()", Optional.of("x"));
            assertRefused("'x' + #a", "only on its own", List.of("x"));
            assertRefused("'x' + #a", "java.lang.String[]", (Object) new String[] {"x"});
        }

        @Test
        void textThatIsJoinedWhereNullIsNotSeen() {
            beans.registerSingleton("tenants", new Tenants());
            for (String expression : List.of(
                    "#a.!['x' + #this]",
                    "#a.?['x' + #this != 'xy'][0]",
                    "('x' + #a).toLowerCase()",
                    "('x' + #a + 'y').length()",
                    "(1 + (#a + 'y')).length()",
                    "'x'.concat('y' + #a)",
                    "@tenants.of('x' + #a)",
                    "{@tenants.of('x' + #a), 'y'}",
                    "'x' + @tenants.of(#b + 'x')",
                    "'x' + #a == 'xy' ? 'a' : 'b'")) {
                assertThatThrownBy(() -> keys(expression, "x"))
                        .isInstanceOf(LockConfigurationException.class)
                        .hasMessageContaining("\"" + expression + "\" of @DistributedLock on Service.method")
                        .hasMessageContaining("where null is not seen");
            }
            assertThat(key("@tenants.of('x' + 'y')")).isEqualTo("of-xy");
            assertThat(key("#a + 1 > 2 ? 'a' : 'b'", 2)).isEqualTo("a");
        }

        private void assertRefused(String expression, String message, Object... arguments) {
            assertThatThrownBy(() -> keys(expression, arguments))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Lock 'Service-method'")
                    .hasMessageContaining(expression)
                    .hasMessageContaining(message);
        }
    }

    private String key(String expression, Object... arguments) {
        assertThat(keys(expression, arguments)).hasSize(1);
        return keysOnce.get(0);
    }

    private List<String> keysOnce = List.of();

    private List<String> keys(String expression, Object... arguments) {
        Method method = ReflectionUtils.findMethod(Service.class, "method", Object.class, Object.class);
        KeyExpression key = new KeyParser(beans).parse("Service-method", expression, "Service.method", List.of(method));
        LockSpec spec = new LockSpec(LockRequest.of("any"), key, NotRun.THROW, null);
        keysOnce = List.copyOf(
                spec.request(method, new Service(), Arrays.copyOf(arguments, 2)).keys());
        return keysOnce;
    }

    static class Service {

        public String getPrefix() {
            return "prefix-";
        }

        public void method(Object a, Object b) {}
    }

    record Bid(String id) {

        @Override
        public String toString() {
            return "looks like text";
        }
    }

    @SuppressWarnings("serial")
    static class Nameless extends Number {

        @Override
        public int intValue() {
            return 0;
        }

        @Override
        public long longValue() {
            return 0;
        }

        @Override
        public float floatValue() {
            return 0;
        }

        @Override
        public double doubleValue() {
            return 0;
        }
    }

    enum Spoken {
        YES;

        @Override
        public String toString() {
            return "yes, indeed";
        }
    }

    public static class Tenants {

        public String current() {
            return "acme";
        }

        public String of(String id) {
            return "of-" + id;
        }

        public Collection<String> all() {
            return List.of("acme");
        }
    }

    public static class Counting {

        private final AtomicInteger count = new AtomicInteger();

        public int next() {
            return count.incrementAndGet();
        }
    }
}
