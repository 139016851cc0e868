package io.github.lockstarter.sample.strategy;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** All strategies, from the simplest to the safest. */
@Component
public class Strategies {

    private final List<Choice> choices;

    Strategies(NoLock noLock, WatchMulti watchMulti, NaiveLock naiveLock, AnnotatedLock annotated, FencedLock fenced) {
        this.choices = List.of(
                new Choice("none", "No lock", "Read, think, write, and hope.", NoLock.class, noLock),
                new Choice(
                        "watch",
                        "WATCH / MULTI",
                        "Redis refuses the write if the item has changed meanwhile; then all is done again.",
                        WatchMulti.class,
                        watchMulti),
                new Choice(
                        "naive",
                        "Naive lock",
                        "SET NX with a ttl, then DEL, without a look at whose lock it is by then.",
                        NaiveLock.class,
                        naiveLock),
                new Choice(
                        "lock",
                        "@DistributedLock",
                        "One annotation. Whoever stalls beyond the ttl is told so, but has written.",
                        AnnotatedLock.class,
                        annotated),
                new Choice(
                        "fenced",
                        "@DistributedLock + FencedRedis",
                        "As above, and Redis refuses the write once the lock is gone.",
                        FencedLock.class,
                        fenced));
    }

    public List<Choice> all() {
        return choices;
    }

    public Optional<Choice> find(String id) {
        return choices.stream().filter(choice -> choice.id().equals(id)).findFirst();
    }

    /**
     * A strategy as it is offered to people.
     *
     * @param id how requests name it
     * @param code the class to read
     */
    public record Choice(String id, String title, String summary, Class<?> code, BiddingStrategy strategy) {}
}
