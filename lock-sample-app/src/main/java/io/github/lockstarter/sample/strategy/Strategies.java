package io.github.lockstarter.sample.strategy;

import io.github.lockstarter.sample.shared.Limits;
import io.github.lockstarter.sample.shared.NotOfferedException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** All strategies, from the simplest to the safest. */
@Component
public class Strategies {

    private final List<Choice> choices;

    Strategies(
            NoLock noLock,
            WatchMulti watchMulti,
            NaiveLock naiveLock,
            AnnotatedLock annotated,
            ObjectProvider<FencedLock> fenced,
            Limits limits) {
        this.choices = List.of(
                new Choice("none", "No lock", "Read, think, write, and hope.", NoLock.class, () -> noLock, null),
                new Choice(
                        "watch",
                        "WATCH / MULTI",
                        "Redis refuses the write if the item has changed meanwhile; then all is done again.",
                        WatchMulti.class,
                        () -> watchMulti,
                        limits.onWatching()),
                new Choice(
                        "naive",
                        "Naive lock",
                        "SET NX with a ttl, then DEL, without a look at whose lock it is by then.",
                        NaiveLock.class,
                        () -> naiveLock,
                        null),
                new Choice(
                        "lock",
                        "@DistributedLock",
                        "One annotation. Whoever stalls beyond the ttl is told so, but has written.",
                        AnnotatedLock.class,
                        () -> annotated,
                        null),
                new Choice(
                        "fenced",
                        "@DistributedLock + FencedRedis",
                        "As above, and Redis refuses the write once the lock is gone.",
                        FencedLock.class,
                        fenced::getObject,
                        limits.onFencing()));
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
     * @param notOffered why it does not work here; null if it does
     */
    public record Choice(
            String id,
            String title,
            String summary,
            Class<?> code,
            Supplier<? extends BiddingStrategy> bean,
            @Nullable String notOffered) {

        /** @throws NotOfferedException if it does not work here */
        public BiddingStrategy strategy() {
            if (notOffered != null) {
                throw new NotOfferedException(title, notOffered);
            }
            return bean.get();
        }
    }
}
