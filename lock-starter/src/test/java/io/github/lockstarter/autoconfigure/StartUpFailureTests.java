package io.github.lockstarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.testing.ClassWithoutParameterNames;
import io.github.lockstarter.testing.Contexts;
import io.github.lockstarter.testing.PackagePrivateLocked;
import jakarta.annotation.PostConstruct;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import reactor.core.publisher.GroupedFlux;
import reactor.core.publisher.Mono;

/** What can be known to be wrong at start-up, and what Boot then shows. */
@ExtendWith(OutputCaptureExtension.class)
class StartUpFailureTests {

    private final ApplicationContextRunner runner = Contexts.inMemory();

    @Test
    void aKeyThatIsNoExpression() {
        assertRefused(
                Syntax.class,
                "\"'item:' + \" of @DistributedLock on Syntax.place is no valid SpEL expression",
                "Put fixed text in single quotes and arguments after #");
    }

    @Test
    void aKeyMeantAsPlainText() {
        assertRefused(
                PlainWord.class, "uses 'nightly', which is neither quoted text nor an argument", "key = \"'nightly'\"");
        assertRefused(PlainText.class, "no valid SpEL expression", "key = \"'nightly report'\"");
        assertRefused(Template.class, "no valid SpEL expression", "key = \"'item:' + #id\"");
    }

    @Test
    void textAndArgumentsThatAreNotPutTogether() {
        assertRefused(HalfQuoted.class, "uses 'id', which is neither quoted text nor an argument", "join them with +");
        assertRefused(ForgottenHash.class, "uses 'id', which is neither", "For the argument, write #id.");
        assertRefused(BlankKey.class, "is no valid SpEL expression", "Leave the key out");
        assertRefused(BlankName.class, "The name of @DistributedLock on BlankName.place is blank", "Leave it out");
    }

    @Test
    void anArgumentWhoseTypeIdentifiesNothing() {
        assertRefused(ObjectInKey.class, "uses #order of type " + Order.class.getTypeName(), "use #order.id");
        assertRefused(ObjectInListOfKeys.class, "uses #order of type " + Order.class.getTypeName(), "use #order.id");
        assertRefused(ObjectInChoice.class, "uses #order of type " + Order.class.getTypeName(), "use #order.id");
        assertRefused(CollectionInListOfKeys.class, "uses #ids of type java.util.List", "only on its own");
        assertRefused(ObjectAsKey.class, "uses #order of type " + Order.class.getTypeName(), "use #order.id");
        assertRefused(CollectionInKey.class, "uses #ids of type java.util.List", "only on its own");
        assertRefused(OptionalInKey.class, "of type java.util.Optional", "#id.orElseThrow()");
        runner.withBean(PossibleKeys.class).run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void anUnknownVariable() {
        assertRefused(
                UnknownVariable.class,
                "uses #itemId, which does not exist",
                "#id, #amount, #p0, #a0, #p1, #a1, #root.method, #root.target, #root.args");
    }

    @Test
    void aParameterNameThatIsNotInTheClassFile() {
        Class<?> type = ClassWithoutParameterNames.compile();

        assertRefused(type, "compiled without -parameters", "Compile with -parameters");
        assertRefused(type, "compiled without -parameters", "#p0");
    }

    @Test
    void anUnknownBean() {
        assertRefused(UnknownBean.class, "uses the bean @tenants, which does not exist", "Correct the bean's name");
    }

    @Test
    void typesConstructorsFunctionsAndAssignmentsInAKey() {
        assertRefused(TypeInKey.class, "types and constructors are not available", "Work it out in a bean");
        assertRefused(ConstructorInKey.class, "types and constructors are not available", "Work it out in a bean");
        assertRefused(FunctionInKey.class, "there are no functions in a key", "Work it out in a bean");
        assertRefused(AssignmentInKey.class, "assigns something", "Remove the assignment");
        assertRefused(UnknownOfRoot.class, "uses #root.arguments, which does not exist", "#root.args");
    }

    @Test
    void aDurationThatIsNone() {
        assertRefused(
                BadDuration.class,
                "ttl = \"five seconds\" of @DistributedLock on BadDuration.place",
                "5s, 500ms, PT5S, 2000");
        assertRefused(BadDelay.class, "retryDelay = \"0\"", "5s, 500ms");
        assertRefused(BadWait.class, "waitTime = \"-1s\"", "5s, 500ms");
        assertRefused(BadPlaceholder.class, "'${no.such.property}' is not resolved", "give it a default: ${...:5s}");
    }

    @Test
    void aTtlOutOfRange() {
        assertRefused(ShortTtl.class, "ttl is 9 ms: it may be 10 ms to 24 h", "A ttl is 10ms to 24h");
        assertRefused(LongTtl.class, "ttl is 25 h: it may be 10 ms to 24 h", "A ttl is 10ms to 24h");
    }

    @Test
    void anEndOfRenewingThatIsNone() {
        assertRefused(
                MaxHoldAlone.class, "maxHold = \"1m\" of @DistributedLock on MaxHoldAlone.place", "Set renew = true");
        assertRefused(ShortMaxHold.class, "maxHold is 9 ms: it may be 10 ms to", "10ms to 365d");
    }

    @Test
    void negativeRetries() {
        assertRefused(
                NegativeRetries.class,
                "retries = -2 of @DistributedLock on NegativeRetries.place",
                "Use 0 to try once");
    }

    @Test
    void aPrivateMethod() {
        assertRefused(
                PrivateMethod.class, "PrivateMethod.place: the method is private", "distributed-lock.mode=aspectj");
    }

    @Test
    void aStaticMethod() {
        assertRefused(StaticMethod.class, "StaticMethod.place: the method is static", "distributed-lock.mode=aspectj");
    }

    @Test
    void aFinalMethod() {
        assertRefused(FinalMethod.class, "FinalMethod.place: the method is final", "distributed-lock.mode=aspectj");
        assertRefused(FinalMethodOfLockedClass.class, "the method is final", "distributed-lock.mode=aspectj");
    }

    @Test
    void aFinalClass() {
        assertRefused(FinalClass.class, "FinalClass.place: the method is in a final class", "Make the class non-final");
    }

    @Test
    void aPackagePrivateMethodOfAnotherPackage() {
        assertRefused(
                InheritsPackagePrivate.class,
                "package-private and inherited from another package",
                "Make it protected");
    }

    @Test
    void aMethodThatAProxyOfInterfacesDoesNotHave() {
        ApplicationContextRunner interfaces = runner.withPropertyValues("spring.aop.proxy-target-class=false");
        assertFails(
                interfaces.withBean(NotInTheInterface.class),
                "in none of the interfaces",
                "Declare it in the interface");
        interfaces
                .withBean(LockedWithInterface.class)
                .run(context -> assertThat(context).hasNotFailed());
        interfaces
                .withBean(GenericPlacing.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aMethodThatSpringCallsOnTheBeanItself() {
        assertRefused(LifecycleMethod.class, "past the proxy", "LockOperations.execute");
    }

    @Test
    void aMethodWhoseWorkGoesOnAfterItHasReturned() {
        assertRefused(
                ReturnsFuture.class,
                "@DistributedLock on ReturnsFuture.place: the method returns Future, which tells nobody when its work has ended",
                "Return CompletableFuture");
        assertRefused(
                ReturnsAFutureOfItsOwn.class,
                "@DistributedLock on ReturnsAFutureOfItsOwn.place: the method returns a OwnFuture, and what its caller gets is a CompletableFuture",
                "Return CompletableFuture or CompletionStage");
        assertRefused(
                ReturnsAFluxOfItsOwn.class,
                "@DistributedLock on ReturnsAFluxOfItsOwn.place: the method returns a GroupedFlux, and what its caller gets is a Flux",
                "Return Flux");
        assertRefused(
                ReturnsPublisherOfTheJdk.class,
                "the method returns a OwnPublisher, and what its caller gets is a Publisher",
                "Return Publisher");
        assertFails(
                runner.withClassLoader(new FilteredClassLoader(Mono.class)).withBean(ReturnsMono.class),
                "@DistributedLock on ReturnsMono.place: the method returns Mono, whose work goes on after the method has returned, and nothing here tells when it has ended",
                "reactor-core");
    }

    @Test
    void weavingWithoutAspectJ() {
        assertFails(
                runner.withClassLoader(new FilteredClassLoader("org.aspectj"))
                        .withPropertyValues("distributed-lock.mode=aspectj"),
                "distributed-lock.mode is aspectj, and AspectJ is not on the classpath",
                "org.aspectj:aspectjweaver");
    }

    @Test
    void noConnectionFactory() {
        assertFails(
                Contexts.bare(), "There is no RedisConnectionFactory for distributed locks", "spring.data.redis.host");
    }

    @Test
    void severalConnectionFactoriesWithNoneNamed() {
        assertFails(
                twoFactories(),
                "several RedisConnectionFactory beans, and none is primary: [first, second]",
                "Set distributed-lock.redis.connection-factory");
    }

    @Test
    void aConnectionFactoryThatIsNotThere() {
        assertFails(
                twoFactories().withPropertyValues("distributed-lock.redis.connection-factory=third"),
                "distributed-lock.redis.connection-factory=third names no RedisConnectionFactory; there are: [first, second]",
                "Set it to one of those");
    }

    @Test
    void aPrefixWithBraces() {
        assertFails(
                twoFactories()
                        .withPropertyValues(
                                "distributed-lock.redis.connection-factory=first",
                                "distributed-lock.redis.key-prefix=lock:{shop}:"),
                "contains a brace",
                "Set distributed-lock.redis.key-prefix");
    }

    @Test
    void aPropertyOutOfRange() {
        assertFails(
                runner.withPropertyValues("distributed-lock.ttl=1ms"), "ttl is 1 ms", "Correct distributed-lock.ttl");
        assertFails(
                runner.withPropertyValues("distributed-lock.retries=-1"), "retries is -1", "Correct distributed-lock");
        assertFails(runner.withPropertyValues("distributed-lock.max-waiters=0"), "maxWaiters is 0", ".max-waiters");
        assertFails(
                runner.withPropertyValues("distributed-lock.pass-budget=2m"),
                "passBudget is 120000 ms",
                ".pass-budget");
    }

    @Test
    void twoMethodsThatShareADefaultNameAreWarnedOf(CapturedOutput output) {
        runner.withBean(Overloads.class).run(context -> assertThat(context).hasNotFailed());

        assertThat(output)
                .contains("Two methods share the lock name 'Overloads-place' by default")
                .contains("It is their key too, so they exclude each other");
    }

    private void assertRefused(Class<?> bean, String description, String action) {
        assertFails(runner.withBean(bean), description, action);
    }

    private static void assertFails(ApplicationContextRunner runner, String description, String action) {
        runner.run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = new LockConfigurationFailureAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis).as("%s", context.getStartupFailure()).isNotNull();
            assertThat(analysis.getDescription()).contains(description);
            assertThat(analysis.getAction()).contains(action);
        });
    }

    private static ApplicationContextRunner twoFactories() {
        return Contexts.bare()
                .withBean("first", RedisConnectionFactory.class, LettuceConnectionFactory::new)
                .withBean("second", RedisConnectionFactory.class, LettuceConnectionFactory::new);
    }

    static class HalfQuoted {
        @DistributedLock("'item:' + id")
        public void place(String id) {}
    }

    static class ForgottenHash {
        @DistributedLock("id")
        public void place(String id) {}
    }

    static class BlankKey {
        @DistributedLock(" ")
        public void place(String id) {}
    }

    static class BlankName {
        @DistributedLock(name = " ")
        public void place(String id) {}
    }

    record Order(String id) {}

    static class ObjectInKey {
        @DistributedLock("'order:' + #order")
        public void place(Order order) {}
    }

    static class ObjectInListOfKeys {
        @DistributedLock("{'orders', 'order:' + #order}")
        public void place(Order order) {}
    }

    static class ObjectInChoice {
        @DistributedLock("#id > 0 ? 'order:' + #id : #order")
        public void place(int id, Order order) {}
    }

    static class CollectionInListOfKeys {
        @DistributedLock("{'orders', #ids}")
        public void place(List<String> ids) {}
    }

    static class ObjectAsKey {
        @DistributedLock("#order")
        public void place(Order order) {}
    }

    static class CollectionInKey {
        @DistributedLock("'item:' + #ids")
        public void place(List<String> ids) {}
    }

    static class OptionalInKey {
        @DistributedLock("'item:' + #id")
        public void place(Optional<String> id) {}
    }

    static class PossibleKeys {
        @DistributedLock(key = "'item:' + (#id ?: 'none')", name = "optional")
        public void chooseIfThere(Optional<String> id) {}

        @DistributedLock(key = "#all ? #ids : {'item:' + #id}", name = "choice")
        public void choose(boolean all, List<String> ids, String id) {}

        @DistributedLock("#ids")
        public void several(List<String> ids) {}

        @DistributedLock("#ids")
        public void array(long[] ids) {}

        @DistributedLock("'n' + #a + #b + #c + #d + #e + #f")
        public void all(int a, Long b, Object c, Comparable<?> d, LocalDate e, TimeUnit f) {}

        @DistributedLock("'n' + #order.id")
        public void property(Order order) {}
    }

    static class InheritsPackagePrivate extends PackagePrivateLocked {}

    interface Placing<T> {
        void place(T id);
    }

    static class NotInTheInterface implements Placing<String> {
        @Override
        public void place(String id) {}

        @DistributedLock
        public void other() {}
    }

    @DistributedLock
    static class LockedWithInterface implements Placing<String> {
        @Override
        public void place(String id) {}

        public void other() {}
    }

    static class GenericPlacing implements Placing<String> {
        @Override
        @DistributedLock("#id")
        public void place(String id) {}
    }

    static class Syntax {
        @DistributedLock("'item:' + ")
        public void place(String id) {}
    }

    static class PlainWord {
        @DistributedLock("nightly")
        public void place() {}
    }

    static class PlainText {
        @DistributedLock("nightly report")
        public void place() {}
    }

    static class Template {
        @DistributedLock("item:#{#id}")
        public void place(String id) {}
    }

    static class UnknownVariable {
        @DistributedLock("'item:' + #itemId")
        public void place(String id, int amount) {}
    }

    static class UnknownBean {
        @DistributedLock("@tenants.current()")
        public void place() {}
    }

    static class TypeInKey {
        @DistributedLock("T(java.util.UUID).randomUUID()")
        public void place() {}
    }

    static class ConstructorInKey {
        @DistributedLock("new java.lang.String('x')")
        public void place() {}
    }

    static class FunctionInKey {
        @DistributedLock("#hash(#id)")
        public void place(String id) {}
    }

    static class AssignmentInKey {
        @DistributedLock("#id = 'x'")
        public void place(String id) {}
    }

    static class UnknownOfRoot {
        @DistributedLock("#root.arguments[0]")
        public void place(String id) {}
    }

    static class BadDuration {
        @DistributedLock(ttl = "five seconds")
        public void place() {}
    }

    static class BadDelay {
        @DistributedLock(retryDelay = "0")
        public void place() {}
    }

    static class BadWait {
        @DistributedLock(waitTime = "-1s")
        public void place() {}
    }

    static class BadPlaceholder {
        @DistributedLock(ttl = "${no.such.property}")
        public void place() {}
    }

    static class MaxHoldAlone {
        @DistributedLock(maxHold = "1m")
        public void place() {}
    }

    static class ShortMaxHold {
        @DistributedLock(renew = true, maxHold = "9ms")
        public void place() {}
    }

    static class ShortTtl {
        @DistributedLock(ttl = "9ms")
        public void place() {}
    }

    static class LongTtl {
        @DistributedLock(ttl = "PT25H")
        public void place() {}
    }

    static class NegativeRetries {
        @DistributedLock(retries = -2)
        public void place() {}
    }

    static class PrivateMethod {
        @DistributedLock
        private void place() {}
    }

    static class StaticMethod {
        @DistributedLock
        public static void place() {}
    }

    static class FinalMethod {
        @DistributedLock
        public final void place() {}
    }

    @DistributedLock
    static class FinalMethodOfLockedClass {
        public final void place() {}
    }

    static final class FinalClass {
        @DistributedLock
        public void place() {}
    }

    static class LifecycleMethod {
        @PostConstruct
        @DistributedLock
        public void place() {}
    }

    static class ReturnsAFutureOfItsOwn {

        static class OwnFuture extends CompletableFuture<String> {}

        @DistributedLock
        public OwnFuture place() {
            return new OwnFuture();
        }
    }

    static class ReturnsAFluxOfItsOwn {

        @DistributedLock
        public GroupedFlux<String, String> place() {
            throw new UnsupportedOperationException();
        }
    }

    static class ReturnsPublisherOfTheJdk {

        interface OwnPublisher extends Flow.Publisher<String> {}

        @DistributedLock
        public OwnPublisher place() {
            throw new UnsupportedOperationException();
        }
    }

    static class ReturnsFuture {
        @DistributedLock
        public Future<String> place() {
            return new CompletableFuture<>();
        }
    }

    static class ReturnsMono {
        @DistributedLock
        public Mono<String> place() {
            return Mono.empty();
        }
    }

    static class Overloads {
        @DistributedLock
        public void place(String id) {}

        @DistributedLock
        public void place(String id, int amount) {}
    }
}
