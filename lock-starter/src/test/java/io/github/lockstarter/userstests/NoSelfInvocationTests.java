package io.github.lockstarter.userstests;

import static com.tngtech.archunit.library.ProxyRules.no_classes_should_directly_call_other_methods_declared_in_the_same_class_that_are_annotated_with;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.lockstarter.DistributedLock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("in-ci")
class NoSelfInvocationTests {

    @Test
    void noBeanCallsItsOwnLockedMethods() {
        JavaClasses classes = new ClassFileImporter().importPackagesOf(AuctionApplication.class);

        no_classes_should_directly_call_other_methods_declared_in_the_same_class_that_are_annotated_with(
                        DistributedLock.class)
                .check(classes);
    }

    @Test
    void theRuleFindsOneThatDoes() {
        JavaClasses classes = new ClassFileImporter().importPackages("io.github.lockstarter.aop");

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() ->
                        no_classes_should_directly_call_other_methods_declared_in_the_same_class_that_are_annotated_with(
                                        DistributedLock.class)
                                .check(classes))
                .withMessageContaining("SelfInvocationTests");
    }
}
