package io.github.lockstarter.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rooms of the starter, and what each may import: one rule a room. */
final class Rooms {

    private static final String LOGGING = "org.slf4j..";

    private static final String NULLNESS = "org.jspecify..";

    private Rooms() {}

    /** @param base the package that the rooms are in: the starter's, or one with planted classes */
    static Map<String, ArchRule> rules(String base) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("root", only(base, "", "org.springframework.core.annotation.."));
        rules.put("store", only(base, ".store", base));
        rules.put("core", only(base, ".core", base, base + ".store", LOGGING));
        rules.put(
                "redis",
                only(
                        base,
                        ".redis",
                        base,
                        base + ".store",
                        LOGGING,
                        "org.springframework.data.redis..",
                        "io.lettuce.core.."));
        rules.put(
                "redis.fenced",
                only(
                        base,
                        ".redis.fenced",
                        base,
                        base + ".store",
                        base + ".redis",
                        LOGGING,
                        "org.springframework.data.redis..",
                        "org.springframework.dao..",
                        "io.lettuce..",
                        "io.netty.buffer.."));
        rules.put(
                "jdbc",
                only(
                        base,
                        ".jdbc",
                        base,
                        LOGGING,
                        "javax.sql..",
                        "org.springframework.jdbc..",
                        "org.springframework.transaction..",
                        "org.springframework.dao..",
                        "org.springframework.core.io.."));
        rules.put("quorum", only(base, ".quorum", base, base + ".store"));
        rules.put("memory", only(base, ".memory", base, base + ".store"));
        rules.put(
                "tx",
                only(
                        base,
                        ".tx",
                        base,
                        base + ".store",
                        "org.springframework.transaction..",
                        "org.springframework.core"));
        rules.put(
                "aop",
                only(
                        base,
                        ".aop",
                        base,
                        LOGGING,
                        "org.springframework.aop..",
                        "org.aopalliance..",
                        "org.aspectj..",
                        "org.springframework.expression..",
                        "org.springframework.context.expression..",
                        "org.springframework.format..",
                        "org.springframework.asm..",
                        "org.springframework.beans..",
                        "org.springframework.core..",
                        "org.springframework.util.."));
        rules.put(
                "reactive",
                only(
                        base,
                        ".reactive",
                        base,
                        base + ".core",
                        base + ".aop",
                        "reactor..",
                        "org.reactivestreams..",
                        "io.micrometer.context..",
                        "kotlin..",
                        "kotlinx.coroutines..",
                        "org.springframework.core..",
                        "org.springframework.util.."));
        rules.put("observation", only(base, ".observation", base, base + ".core", base + ".quorum", "io.micrometer.."));
        rules.put(
                "observation knows of core and quorum what it goes along with and counts",
                classes()
                        .that()
                        .resideInAPackage(base + ".observation")
                        .should()
                        .onlyDependOnClassesThat(resideOutsideOfPackages(base + ".core", base + ".quorum")
                                .or(nameMatching(".*\\.(LockObserver|LocksHere|NodeAnswers)(\\$.*)?")))
                        .allowEmptyShould(true));
        rules.put(
                "actuate",
                only(
                        base,
                        ".actuate",
                        base,
                        base + ".store",
                        base + ".core",
                        LOGGING,
                        "org.springframework.boot.actuate.endpoint..",
                        "org.springframework.lang",
                        "org.springframework.context"));
        rules.put(
                "actuate knows of core what locks there are",
                classes()
                        .that()
                        .resideInAPackage(base + ".actuate")
                        .should()
                        .onlyDependOnClassesThat(
                                resideOutsideOfPackage(base + ".core").or(nameMatching(".*\\.LocksHere(\\$.*)?")))
                        .allowEmptyShould(true));
        rules.put(
                "reactive knows of core what a call is part of",
                classes()
                        .that()
                        .resideInAPackage(base + ".reactive")
                        .should()
                        .onlyDependOnClassesThat(
                                resideOutsideOfPackage(base + ".core").or(simpleName("LockFlow")))
                        .allowEmptyShould(true));
        rules.put(
                "nobody imports the roof",
                classes()
                        .that()
                        .resideOutsideOfPackage(base + ".autoconfigure..")
                        .and()
                        .resideInAPackage(base + "..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideOutsideOfPackage(base + ".autoconfigure..")
                        .allowEmptyShould(true));
        rules.put(
                "no cycles",
                slices().matching(base + ".(**)").should().beFreeOfCycles().allowEmptyShould(true));
        return rules;
    }

    private static ArchRule only(String base, String room, String... imports) {
        List<String> allowed = new ArrayList<>(Arrays.asList(imports));
        allowed.add(base + room);
        allowed.add("java..");
        allowed.add(NULLNESS);
        return classes()
                .that()
                .resideInAPackage(base + room)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(String[]::new))
                .allowEmptyShould(true);
    }
}
