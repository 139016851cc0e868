package io.github.lockstarter.redis.fenced;

import io.github.lockstarter.store.StoredLease;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.CommandWrapper;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A command that goes out as a script which checks the lock first. Its reply is read as the command's own. */
final class GuardedCommand<T> extends CommandWrapper<byte[], byte[], T> {

    private final CommandArgs<byte[], byte[]> args;

    private final StoredLease lease;

    private final Consumer<Refusal> refusals;

    /** @param refusals is told if the server refuses */
    GuardedCommand(
            RedisCommand<byte[], byte[], T> command,
            CommandArgs<byte[], byte[]> args,
            StoredLease lease,
            Consumer<Refusal> refusals) {
        super(command);
        this.args = args;
        this.lease = lease;
        this.refusals = refusals;
    }

    @Override
    public ProtocolKeyword getType() {
        return CommandType.EVAL;
    }

    @Override
    public CommandArgs<byte[], byte[]> getArgs() {
        return args;
    }

    @Override
    public void encode(ByteBuf buffer) {
        new Command<>(CommandType.EVAL, null, args).encode(buffer);
    }

    @Override
    public void complete() {
        Refusal refusal = refusal();
        if (refusal == null) {
            super.complete();
        } else {
            refusals.accept(refusal);
            completeExceptionally(refusal);
        }
    }

    private @Nullable Refusal refusal() {
        CommandOutput<byte[], byte[], T> output = getOutput();
        String error = output == null ? null : output.getError();
        if (error == null) {
            return null;
        }
        if (error.startsWith(GuardScripts.LOST)) {
            // Made on the caller's thread: this one must not run what listens to losses.
            return new Refusal(error, lease::refused);
        }
        if (RefusedCommands.isRefusedInScripts(error)) {
            return new Refusal(
                    error,
                    () -> RefusedCommands.refusal(CommandGuard.nameOf(command.getType()), "Redis says: " + error));
        }
        return null;
    }
}
