package io.github.lockstarter.redis;

import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.store.StoreFailure.Kind;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an error of Redis or of a client says about the command. An error reply is known by its first word. */
final class Failures {

    /** Refusals that end: the command was not executed. */
    private static final Set<String> PASSING = Set.of(
            "MOVED",
            "ASK",
            "TRYAGAIN",
            "CLUSTERDOWN",
            "LOADING",
            "MASTERDOWN",
            "READONLY",
            "NOREPLICAS",
            "BUSY",
            "OOM",
            "MISCONF");

    /** What clients throw for an error reply: by name, since only one of the clients need be there. */
    private static final Set<String> REPLIES = Set.of(
            "io.lettuce.core.RedisCommandExecutionException", "redis.clients.jedis.exceptions.JedisDataException");

    /** How Redis before 7.0 wraps an error inside a script: the reply proper comes after the last place in the script. */
    private static final Pattern IN_SCRIPT = Pattern.compile("^ERR Error running script.*@user_script: ?\\d+: -?(.*)$");

    /**
     * A script has to do with a key that is not there, or not any more, while its slot is being moved: where that would be made is
     * elsewhere. What it did before is done.
     */
    private static final String NOT_LOCAL = "attempted to access a non local key";

    /** Where in a script it happened, which says nothing to whoever reads it. */
    private static final Pattern WHERE = Pattern.compile(" script: \\p{XDigit}{40}, on @user_script:?\\d+\\.$");

    private static final String WRONG_TYPE = "WRONGTYPE";

    private Failures() {}

    static StoreFailure of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreFailure known) {
                return known;
            }
            if (isReply(cause) && cause.getMessage() != null) {
                return ofReply(cause.getMessage(), failure);
            }
        }
        return new StoreFailure(Kind.UNKNOWN, "Redis did not answer (" + innermost(failure) + ")", failure);
    }

    /**
     * For what failed before anything could be sent.
     *
     * @param where the address, as the sentence goes on, or empty
     */
    static StoreFailure notSent(Throwable failure, String where) {
        return new StoreFailure(
                Kind.NOT_EXECUTED, "Redis" + where + " is not reachable (" + innermost(failure) + ")", failure);
    }

    static boolean isNoScript(Throwable failure) {
        return isReplyWith("NOSCRIPT", failure);
    }

    /** Whether a slot is just being moved, and the keys of the command lie on either side. */
    static boolean isTryAgain(Throwable failure) {
        return isReplyWith("TRYAGAIN", failure);
    }

    /** The address of the server that is just taking over the slot, and has to be asked; null: the failure says no such thing. */
    static @Nullable String asked(Throwable failure) {
        String reply = reply(failure);
        String[] words = reply == null ? new String[0] : reply.split(" ");
        return words.length == 3 && words[0].equals("ASK") ? words[2] : null;
    }

    /** Whether a key of another kind stands where the lock was: then it is not ours any more. */
    static boolean isForeign(Throwable failure) {
        return isReplyWith(WRONG_TYPE, failure);
    }

    private static String replyIn(String raw) {
        Matcher inScript = IN_SCRIPT.matcher(raw);
        return inScript.matches() ? inScript.group(1) : raw;
    }

    private static StoreFailure ofReply(String raw, Throwable failure) {
        String reply = replyIn(raw);
        String word = firstWord(reply);
        if (PASSING.contains(word)) {
            return new StoreFailure(Kind.NOT_EXECUTED, "Redis refused for now: " + reply, failure);
        }
        if (reply.contains(NOT_LOCAL)) {
            return new StoreFailure(Kind.UNKNOWN, "Redis stopped a script half-way: its slot is being moved", failure);
        }
        String hint = word.equals(WRONG_TYPE)
                ? ". A key of another kind stands where the lock belongs: remove it, or set distributed-lock.redis.key-prefix"
                : "";
        return new StoreFailure(
                Kind.REJECTED, "Redis refused: " + WHERE.matcher(reply).replaceFirst("") + hint, failure);
    }

    /** Whether the server answered, with an error. */
    static boolean isReplyOf(Throwable failure) {
        return reply(failure) != null;
    }

    private static boolean isReplyWith(String word, Throwable failure) {
        String reply = reply(failure);
        return reply != null && word.equals(firstWord(replyIn(reply)));
    }

    private static @Nullable String reply(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isReply(cause) && cause.getMessage() != null) {
                return cause.getMessage();
            }
        }
        return null;
    }

    private static boolean isReply(Throwable failure) {
        for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
            if (REPLIES.contains(type.getName())) {
                return true;
            }
        }
        return false;
    }

    private static String firstWord(String reply) {
        int space = reply.indexOf(' ');
        return space < 0 ? reply : reply.substring(0, space);
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
