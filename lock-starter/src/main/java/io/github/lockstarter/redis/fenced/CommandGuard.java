package io.github.lockstarter.redis.fenced;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lockstarter.store.StoredLease;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes the arguments of EVAL that check a lock and then run a command. */
final class CommandGuard {

    /** Lua passes on 7,998 words at most. */
    private static final int MOST_ARGUMENTS = 7_900;

    private final @Nullable SlotCheck slots;

    private final StreamReplies streams;

    /** @param slots null where there is no cluster */
    CommandGuard(@Nullable SlotCheck slots, StreamReplies streams) {
        this.slots = slots;
        this.streams = streams;
    }

    static String nameOf(ProtocolKeyword type) {
        return new String(type.getBytes(), US_ASCII).trim().toUpperCase(Locale.ROOT);
    }

    /**
     * @throws UnsupportedOperationException if it cannot be fenced
     * @throws IllegalArgumentException if a key of it is in another slot than the lock
     * @throws RedisNoScriptException if it is a script without its text
     */
    CommandArgs<byte[], byte[]> argsFor(
            RedisCommand<byte[], byte[], ?> command, StoredLease lease, List<byte[]> lockKeys) {
        String name = nameOf(command.getType());
        RefusedCommands.check(name);
        CommandArgs<byte[], byte[]> args = command.getArgs();
        byte[] token = lease.held().token().value().getBytes(UTF_8);
        boolean shared = !lease.held().token().isExclusive();
        if (name.equals("EVAL") || name.equals("EVALSHA")) {
            UserScript script = UserScript.of(name, args);
            if (slots != null) {
                slots.check(name, script.keys(), lockKeys);
            }
            if (name.equals("EVALSHA")) {
                throw new RedisNoScriptException(
                        "NOSCRIPT A fenced client sends scripts as text: use execute(RedisScript), or EVAL.");
            }
            return script.guarded(lockKeys, token, shared);
        }
        if (slots != null) {
            slots.check(name, args, lockKeys);
        }
        return guarded(name, command.getType(), args, lockKeys, token, shared);
    }

    private CommandArgs<byte[], byte[]> guarded(
            String name,
            ProtocolKeyword type,
            @Nullable CommandArgs<byte[], byte[]> args,
            List<byte[]> lockKeys,
            byte[] token,
            boolean shared) {
        if (args != null && args.count() > MOST_ARGUMENTS) {
            throw RefusedCommands.refusal(
                    name,
                    "It has %d arguments, and a script passes on %d at most: split it"
                            .formatted(args.count(), MOST_ARGUMENTS));
        }
        byte[] lua = streams.areMapsFor(name) ? GuardScripts.streamsAsMap(shared) : GuardScripts.command(shared);
        CommandArgs<byte[], byte[]> guarded = new CommandArgs<>(ByteArrayCodec.INSTANCE);
        guarded.add(lua).add(lockKeys.size()).addKeys(lockKeys).addValue(token).add(type.getBytes());
        return args == null ? guarded : guarded.addAll(args);
    }
}
