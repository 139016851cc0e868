package io.github.lockstarter.results;

/** The locked methods of a bean whose results are all of one kind. Each begins the work, and ends with it. */
public interface Works {

    /** {@code key = "#key", ttl = "10s"}. */
    Call locked(String key, Work work);

    /** {@code ttl = "400ms", renew = true, onLost = INTERRUPT}. */
    Call interrupted(String key, Work work);

    /** {@code ttl = "400ms", renew = true}. */
    Call signalled(String key, Work work);

    /** {@code retries = 0}. */
    Call once(String key, Work work);

    /** {@code retries = 0, onBusy = SKIP}. */
    Call skipping(String key, Work work);

    /** {@code retries = 0, fallback = "instead"}, which returns {@code "instead of " + key}. */
    Call fallingBack(String key, Work work);
}
