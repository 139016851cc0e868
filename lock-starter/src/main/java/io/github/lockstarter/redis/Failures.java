package io.github.lockstarter.redis;

import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.store.StoreFailure.Kind;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.Set;

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

    private static final String JEDIS_REPLY = "redis.clients.jedis.exceptions.JedisDataException";

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

    /** For what failed before anything could be sent. */
    static StoreFailure notSent(Throwable failure) {
        return new StoreFailure(Kind.NOT_EXECUTED, "Redis is not reachable (" + innermost(failure) + ")", failure);
    }

    static boolean isNoScript(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isReply(cause) && "NOSCRIPT".equals(firstWord(cause.getMessage()))) {
                return true;
            }
        }
        return false;
    }

    private static StoreFailure ofReply(String reply, Throwable failure) {
        String word = firstWord(reply);
        if (PASSING.contains(word)) {
            return new StoreFailure(Kind.NOT_EXECUTED, "Redis refused for now: " + reply, failure);
        }
        String hint = word.equals("WRONGTYPE")
                ? ". A key of another kind stands where the lock belongs: remove it, or set distributed-lock.redis.key-prefix"
                : "";
        return new StoreFailure(Kind.REJECTED, "Redis refused: " + reply + hint, failure);
    }

    private static boolean isReply(Throwable failure) {
        if (failure instanceof RedisCommandExecutionException) {
            return true;
        }
        for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(JEDIS_REPLY)) {
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
