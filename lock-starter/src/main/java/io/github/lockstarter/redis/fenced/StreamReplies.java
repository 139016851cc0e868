package io.github.lockstarter.redis.fenced;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.protocol.ProtocolVersion;

/** In which shape Lettuce expects what is read from streams: it differs between RESP2 and RESP3. */
final class StreamReplies {

    private final StatefulConnection<?, ?> target;

    StreamReplies(StatefulConnection<?, ?> target) {
        this.target = target;
    }

    /** Whether the reply to a command is a map from stream to entries. */
    boolean areMapsFor(String name) {
        return (name.equals("XREAD") || name.equals("XREADGROUP")) && protocol() != ProtocolVersion.RESP2;
    }

    private ProtocolVersion protocol() {
        if (target instanceof StatefulRedisConnectionImpl<?, ?> single) {
            ProtocolVersion negotiated = single.getConnectionState().getNegotiatedProtocolVersion();
            if (negotiated != null) {
                return negotiated;
            }
        }
        ClientOptions options = target.getOptions();
        return options.getConfiguredProtocolVersion();
    }
}
