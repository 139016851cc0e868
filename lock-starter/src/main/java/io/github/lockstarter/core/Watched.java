package io.github.lockstarter.core;

import org.jspecify.annotations.Nullable;

/** Something for which times pass: a deadline, the end of a pause. */
interface Watched {

    /**
     * Does what is due by now.
     *
     * @return when the next thing is due, in nanoseconds; null: nothing ever again
     */
    @Nullable
    Long nextLook();
}
