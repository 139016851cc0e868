package io.github.lockstarter.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.testing.Contexts;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What an object calls on itself comes past the proxy, and is warned of at start-up. */
@ExtendWith(OutputCaptureExtension.class)
class SelfInvocationTests {

    private static final Pattern WARNED =
            Pattern.compile("- (\\S+\\.[\\w ]+?)(?: \\(line \\d+\\))? calls (\\w+)\\(\\) on itself");

    @Test
    void itIsWarnedOf(CapturedOutput output) {
        Contexts.inMemory()
                .withBean(Calls.class)
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(warned(output))
                .containsExactlyInAnyOrder(
                        "Calls.plainly place",
                        "Calls.withArgumentsThatBranch place",
                        "Calls.withAnArgumentThatCalls place",
                        "Calls.inATry place",
                        "Calls.A lambda place",
                        "Calls.byReference place",
                        "Calls.ofTheSuperclass inherited",
                        "Parent.inTheSuperclass inherited",
                        "Calls.longs wide",
                        "Calls.lockedItself place");
        assertThat(output)
                .contains("its @DistributedLock does nothing there, and it runs UNLOCKED")
                .containsPattern("Calls\\.plainly \\(line \\d+\\)");
    }

    @Test
    void itIsNotWherePropertySaysSo(CapturedOutput output) {
        Contexts.inMemory()
                .withPropertyValues("distributed-lock.warn-self-invocation=false")
                .withBean(Calls.class)
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(warned(output)).isEmpty();
    }

    @Test
    void whatMayBeAnotherOrItsProxyIsNot(CapturedOutput output) {
        Contexts.inMemory()
                .withBean(CallsAnother.class)
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(warned(output)).isEmpty();
    }

    @Test
    void whatIsCalledUnderTheSameKeyIsNot(CapturedOutput output) {
        Contexts.inMemory()
                .withBean(AllUnderOneKey.class)
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(warned(output)).isEmpty();
    }

    private static List<String> warned(CapturedOutput output) {
        return WARNED.matcher(output.getAll())
                .results()
                .map((MatchResult found) -> found.group(1) + " " + found.group(2))
                .toList();
    }

    static class Parent {

        @DistributedLock
        public void inherited() {}

        public void inTheSuperclass() {
            inherited();
        }
    }

    static class Calls extends Parent {

        private int count;

        @DistributedLock("#id")
        public String place(String id, int amount) {
            return id + amount;
        }

        @DistributedLock
        public long wide(long first, double second, String last) {
            return first;
        }

        public void plainly() {
            place("a", 1);
        }

        public String withArgumentsThatBranch(boolean which) {
            count++;
            return this.place(which ? "a" : "b", which ? count : 2);
        }

        public String withAnArgumentThatCalls(List<String> ids) {
            return place(ids.get(0), ids.stream().mapToInt(String::length).sum());
        }

        public String inATry(String id) {
            try {
                return place(id, Integer.parseInt(id));
            } catch (NumberFormatException e) {
                return "none";
            }
        }

        public void inALambda(List<String> ids) {
            ids.forEach(id -> place(id, 1));
        }

        public Runnable byReference() {
            BiFunction<String, Integer, String> reference = this::place;
            return () -> reference.apply("a", 1);
        }

        public void ofTheSuperclass() {
            inherited();
        }

        public long longs(long[] values, double[] more) {
            return wide(values[0] + (long) more[1], more[0] / values[1], "" + values.length);
        }

        @DistributedLock("#other")
        public void lockedItself(String other) {
            place("a", 1);
        }
    }

    static class CallsAnother {

        private Optional<CallsAnother> proxy = Optional.empty();

        private CallsAnother self;

        public void setProxy(CallsAnother injected) {
            proxy = Optional.of(injected);
            self = injected;
        }

        @DistributedLock("#id")
        public String place(String id, int amount) {
            return id + amount;
        }

        public void byAField(int amount) {
            self.place("a", amount);
        }

        public void byAnArgument(CallsAnother other, boolean which) {
            other.place(which ? "a" : toString(), hashCode());
        }

        public void byACall(int amount) {
            proxy.get().place("a", amount + this.hashCode());
            proxy.ifPresent(other -> other.place("a", amount));
        }

        public Consumer<String> byAReference() {
            BiFunction<String, Integer, String> reference = self::place;
            return id -> reference.apply(id, 1);
        }

        public void byALocal() {
            CallsAnother local = self;
            local.place("a", this.hashCode());
        }

        public static void ofNoObject(CallsAnother first) {
            first.place("a", 1);
        }
    }

    @DistributedLock(name = "all")
    static class AllUnderOneKey {

        public void outer() {
            inner();
        }

        public void inner() {}
    }
}
