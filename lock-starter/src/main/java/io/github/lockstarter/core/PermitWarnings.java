package io.github.lockstarter.core;

import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.Grant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns once a lock of callers who disagree on how many may hold it at once. Thread-safe. */
final class PermitWarnings {

    private static final Logger log = LoggerFactory.getLogger(PermitWarnings.class);

    /** Names are few; if they are not, that many warnings are enough. */
    private static final int MOST = 1_000;

    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    /** An answer to a call came in: somebody may allow fewer than it does, but more than himself alone. */
    void look(LockTerms terms, Answer answer) {
        int inUse = answer instanceof Grant grant ? grant.permits() : ((Busy) answer).permits();
        if (inUse > 1 && inUse < terms.permits() && warned.size() < MOST && warned.add(terms.name())) {
            log.warn(
                    "Lock '{}' on {} allows {} at once here, and another caller that is using it allows {}: the smallest number in use holds. "
                            + "Give all callers of these keys the same mode and permits",
                    terms.name(),
                    terms.keys(),
                    terms.isForAll() ? "any number of SHARED leases" : terms.permits() + " leases",
                    inUse);
        }
    }
}
