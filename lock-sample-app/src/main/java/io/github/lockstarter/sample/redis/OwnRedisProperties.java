package io.github.lockstarter.sample.redis;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * The properties {@code sample.redis}.
 *
 * @param topology what the sample starts if it is told of no Redis
 * @param port where that listens, on 127.0.0.1; several servers have the ports that follow, too
 */
record OwnRedisProperties(
        @DefaultValue("single") Topology topology,
        @DefaultValue("16379") int port) {

    private static final int LARGEST = 65_535;

    OwnRedisProperties {
        if (port < 1 || port > LARGEST) {
            throw new IllegalArgumentException("sample.redis.port must be from 1 to " + LARGEST + ": " + port);
        }
    }

    static OwnRedisProperties in(Environment environment) {
        return Binder.get(environment).bindOrCreate("sample.redis", OwnRedisProperties.class);
    }

    /** What there may be. */
    enum Topology {
        SINGLE,
        SENTINEL,
        CLUSTER,
        /** One server for the data, and others for the locks. */
        REDLOCK
    }

    /** Starts or joins what has the data of the application, and the locks unless they are elsewhere. */
    OwnRedis startOrJoin() {
        return switch (topology) {
            case SINGLE -> OwnServer.startOrJoin("Redis", port);
            case SENTINEL -> OwnSentinels.startOrJoin(port);
            case CLUSTER -> OwnCluster.startOrJoin(port);
            case REDLOCK -> OwnServer.startOrJoin("Redis for data", port);
        };
    }
}
