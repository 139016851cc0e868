package io.github.lockstarter.memory;

import io.github.lockstarter.store.OwnerToken;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who stands in line for one key, in the order they came. Guarded by the store's lock. */
final class WaitingLine {

    private record Place(OwnerToken token, long came) {}

    private final List<Place> places = new ArrayList<>(1);

    boolean isEmpty() {
        return places.isEmpty();
    }

    int size() {
        return places.size();
    }

    List<OwnerToken> tokens() {
        return places.stream().map(Place::token).toList();
    }

    /** No effect on one who stands there: the place stays. */
    void join(OwnerToken token, long came) {
        if (places.stream().noneMatch(place -> place.token().equals(token))) {
            int at = places.size();
            while (at > 0 && places.get(at - 1).came() - came > 0) {
                at--;
            }
            places.add(at, new Place(token, came));
        }
    }

    /** @return whether it stood there */
    boolean leave(OwnerToken token) {
        return places.removeIf(place -> place.token().equals(token));
    }

    @Nullable
    OwnerToken first() {
        return places.isEmpty() ? null : places.get(0).token();
    }

    /** Who comes first, if before this time. */
    @Nullable
    OwnerToken firstBefore(long came) {
        return places.isEmpty() || places.get(0).came() - came > 0 ? null : first();
    }
}
