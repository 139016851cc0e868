package io.github.lockstarter.redis.fenced;

import io.lettuce.core.api.push.PushListener;
import io.lettuce.core.protocol.PushHandler;
import java.util.Collection;
import java.util.List;

/** What the server pushes goes to the application's own connection. */
final class NoPushes implements PushHandler {

    @Override
    public void addListener(PushListener listener) {
        throw new UnsupportedOperationException(
                "A fenced client hears no pushes: add the listener to the application's own connection.");
    }

    @Override
    public void removeListener(PushListener listener) {}

    @Override
    public Collection<PushListener> getPushListeners() {
        return List.of();
    }
}
