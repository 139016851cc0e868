/**
 * Puts the lock together in a Spring Boot application. What is in here:
 *
 * <ul>
 *   <li><b>The operations</b>: DistributedLockAutoConfiguration, with LockLifecycle, their end. LockTransactionAutoConfiguration and
 *       CommitCheckPostProcessor; ReactiveLockAutoConfiguration.
 *   <li><b>Where the locks are</b>: RedisLockStoreAutoConfiguration, which ConnectionFactories tells what to connect by;
 *       RedlockAutoConfiguration, with RedlockUris and RedlockSsl; InMemoryLockStoreAutoConfiguration.
 *   <li><b>Annotated methods</b>: LockProxyAutoConfiguration and LockProxyRegistrar, or, where they are woven,
 *       LockWeavingAutoConfiguration and WovenBeanCheck; for both, LockInterceptorConfiguration.
 *   <li><b>Properties</b>: DistributedLockProperties; Settings, the few that decide which beans there are; LockOverridesReader, those of
 *       single locks. UnknownSettings and UnusedLockSettings, those that change nothing.
 *   <li><b>Fences</b>: FencedRedisAutoConfiguration; JdbcFenceAutoConfiguration and JdbcFenceSchemaInitializer.
 *   <li><b>To look at</b>: LockMetricsAutoConfiguration, LockObservationAutoConfiguration, LockEndpointAutoConfiguration; LossPublisher.
 *   <li><b>At start-up and at build time</b>: LockConfigurationFailureAnalyzer; LockRuntimeHints and LockedBeanHints, for native images.
 * </ul>
 */
@NullMarked
package io.github.lockstarter.autoconfigure;

import org.jspecify.annotations.NullMarked;
