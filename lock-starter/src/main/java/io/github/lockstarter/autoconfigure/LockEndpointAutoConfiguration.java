package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.actuate.DistributedLocksEndpoint;
import io.github.lockstarter.actuate.DistributedLocksWebExtension;
import io.github.lockstarter.actuate.LastLosses;
import io.github.lockstarter.core.DangerReport;
import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.store.Danger;
import io.github.lockstarter.store.LockStore;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The endpoint {@code distributedlocks}, where it is exposed. */
@AutoConfiguration(after = DistributedLockAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
public final class LockEndpointAutoConfiguration {

    /** Apart, since where there is no Actuator its condition cannot even be read. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnAvailableEndpoint(DistributedLocksEndpoint.class)
    @ConditionalOnBean({LockTemplate.class, LockStore.class})
    // A native image cannot tell from the methods of the web extension what they answer.
    @RegisterReflectionForBinding({
        DistributedLocksEndpoint.LocksOfThisJvm.class,
        DistributedLocksEndpoint.LockOfKey.class,
        DistributedLocksEndpoint.ForceRelease.class,
        DistributedLocksWebExtension.Unavailable.class
    })
    static class Exposed {

        @Bean
        @ConditionalOnMissingBean
        LastLosses lockLastLosses() {
            return new LastLosses();
        }

        @Bean
        @ConditionalOnMissingBean
        DistributedLocksEndpoint distributedLocksEndpoint(
                LockTemplate template,
                LockStore store,
                LastLosses losses,
                ObjectProvider<DangerReport> dangers,
                ApplicationEventPublisher events) {
            return new DistributedLocksEndpoint(
                    template.here(),
                    store,
                    losses,
                    () -> dangers.stream()
                            .flatMap(report -> report.found().stream())
                            .map(Danger::toString)
                            .toList(),
                    events);
        }

        @Bean
        @ConditionalOnMissingBean
        DistributedLocksWebExtension distributedLocksWebExtension(DistributedLocksEndpoint endpoint) {
            return new DistributedLocksWebExtension(endpoint);
        }
    }
}
