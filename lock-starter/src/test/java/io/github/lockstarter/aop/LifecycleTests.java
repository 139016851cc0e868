package io.github.lockstarter.aop;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

/** Which methods Spring calls on the bean itself, past the proxy. */
class LifecycleTests {

    @ParameterizedTest
    @CsvSource({"made, true", "ending, true", "afterPropertiesSet, true", "destroy, true", "other, false"})
    void ofABeanThatSpringTells(String method, boolean callback) throws Exception {
        assertThat(Lifecycle.isCallback(Told.class.getDeclaredMethod(method))).isEqualTo(callback);
    }

    @ParameterizedTest
    @CsvSource({"afterPropertiesSet", "destroy"})
    void namesAloneAreNone(String method) throws Exception {
        assertThat(Lifecycle.isCallback(OnlyNamedSo.class.getDeclaredMethod(method)))
                .isFalse();
        assertThat(Lifecycle.isCallback(Told.class.getDeclaredMethod(method, String.class)))
                .isFalse();
    }

    static class Told implements InitializingBean, DisposableBean {

        @PostConstruct
        void made() {}

        @PreDestroy
        void ending() {}

        @Override
        public void afterPropertiesSet() {}

        @Override
        public void destroy() {}

        void afterPropertiesSet(String other) {}

        void destroy(String other) {}

        void other() {}
    }

    static class OnlyNamedSo {

        void afterPropertiesSet() {}

        void destroy() {}
    }
}
