package io.github.lockstarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.actuate.DistributedLocksEndpoint;
import io.github.lockstarter.actuate.DistributedLocksWebExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.javapoet.ClassName;

/** What a native image takes along: it has not been built here, and these hints are what it would build on. */
class RuntimeHintsTests {

    @Test
    void everyScriptAndSchemaIsTakenAlong() throws Exception {
        RuntimeHints hints = new RuntimeHints();
        new LockRuntimeHints().registerHints(hints, getClass().getClassLoader());
        PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
        Resource[] scripts = resolver.getResources("classpath*:io/github/lockstarter/redis/*.lua");
        Resource[] schemas = resolver.getResources("classpath*:io/github/lockstarter/jdbc/*.sql");

        assertThat(scripts)
                .hasSizeGreaterThan(5)
                .allSatisfy(script -> assertThat(RuntimeHintsPredicates.resource()
                                .forResource("io/github/lockstarter/redis/" + script.getFilename()))
                        .accepts(hints));
        assertThat(schemas)
                .hasSize(3)
                .allSatisfy(schema -> assertThat(RuntimeHintsPredicates.resource()
                                .forResource("io/github/lockstarter/jdbc/" + schema.getFilename()))
                        .accepts(hints));
    }

    @Test
    void thePropertiesOfArgumentsAndFallbacksOfLockedMethodsAreKept() {
        GenerationContext context = hintsOf(Bids.class);

        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Bid.class, "itemId"))
                .accepts(context.getRuntimeHints());
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Bids.class, "later"))
                .accepts(context.getRuntimeHints());
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Bids.class, "other"))
                .rejects(context.getRuntimeHints());
    }

    @Test
    void whatTheEndpointAnswersIsKept() {
        RuntimeHints hints = new RuntimeHints();
        new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, LockEndpointAutoConfiguration.Exposed.class);

        assertThat(List.of(
                        DistributedLocksEndpoint.LocksOfThisJvm.class,
                        DistributedLocksEndpoint.HeldLock.class,
                        DistributedLocksEndpoint.LockOfKey.class,
                        DistributedLocksEndpoint.ForceRelease.class,
                        DistributedLocksWebExtension.Unavailable.class))
                .allSatisfy(
                        type -> assertThat(RuntimeHintsPredicates.reflection().onType(type))
                                .accepts(hints));
    }

    @Test
    void nothingIsKeptForABeanWithoutLocks() {
        assertThat(contribution(String.class)).isNull();
    }

    private static GenerationContext hintsOf(Class<?> type) {
        GenerationContext context = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get(RuntimeHintsTests.class)), new InMemoryGeneratedFiles());
        contribution(type).applyTo(context, null);
        return context;
    }

    private static BeanRegistrationAotContribution contribution(Class<?> type) {
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        beans.registerBeanDefinition("bean", new RootBeanDefinition(type));
        LockedBeanHints processor =
                (LockedBeanHints) AotServices.factories(RuntimeHintsTests.class.getClassLoader())
                        .load(BeanRegistrationAotProcessor.class)
                        .asList()
                        .stream()
                        .filter(LockedBeanHints.class::isInstance)
                        .findFirst()
                        .orElseThrow();
        return processor.processAheadOfTime(RegisteredBean.of(beans, "bean"));
    }

    record Bid(String itemId) {}

    static class Bids {

        @DistributedLock(key = "#bid.itemId", fallback = "later")
        public String place(Bid bid) {
            return "placed";
        }

        protected String later(Bid bid) {
            return "later";
        }

        public String other() {
            return "other";
        }
    }
}
