package io.github.lockstarter.sample.story;

/** Lets time pass, on the thread of one who stalls. */
final class Pause {

    private Pause() {}

    /** @throws StoryOverException if the thread is interrupted, with the flag set */
    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoryOverException();
        }
    }
}
