package io.github.lockstarter.benchmarks.contender;

import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.redisson.config.TransportMode;

/** Opens Redisson with the settings it comes with, but for what it sends while idle. */
public final class RedissonClients {

    private RedissonClients() {}

    /** @param port of a Redis on this machine */
    public static RedissonClient to(int port) {
        Config config = new Config();
        config.setTransportMode(TransportMode.NIO);
        config.useSingleServer()
                .setAddress("redis://127.0.0.1:" + port)
                .setPingConnectionInterval(0)
                .setDnsMonitoringInterval(-1);
        return Redisson.create(config);
    }
}
