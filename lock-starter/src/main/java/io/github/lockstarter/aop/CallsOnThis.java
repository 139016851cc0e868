package io.github.lockstarter.aop;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.asm.Handle;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/**
 * Finds the calls in a method whose receiver is {@code this}, references to methods too, by following which slots of the operand
 * stack hold it. What comes out of a field or another call is not taken for it, even if it has the same type: that may be the
 * proxy. Where branches meet, the value that they made is not taken for it either.
 */
final class CallsOnThis extends MethodVisitor {

    /** What is told of each call. */
    @FunctionalInterface
    interface Calls {

        /**
         * @param called name and descriptor
         * @param line 0: not known
         */
        void found(String called, int line);
    }

    private final boolean isStatic;

    private final Calls calls;

    /** The slots, the top last, and whether each holds {@code this}. */
    private final List<Boolean> stack = new ArrayList<>();

    private int line;

    CallsOnThis(int access, Calls calls) {
        super(SpringAsmInfo.ASM_VERSION);
        this.isStatic = (access & Opcodes.ACC_STATIC) != 0;
        this.calls = calls;
    }

    @Override
    public void visitLineNumber(int number, Label start) {
        line = number;
    }

    @Override
    public void visitFrame(int type, int localCount, Object[] locals, int stackCount, Object[] onStack) {
        int slots = 0;
        for (int i = 0; i < stackCount; i++) {
            slots += Objects.equals(onStack[i], Opcodes.LONG) || Objects.equals(onStack[i], Opcodes.DOUBLE) ? 2 : 1;
        }
        // What was there before the branches is there below what they have made.
        while (stack.size() > slots) {
            stack.remove(stack.size() - 1);
        }
        push(slots - stack.size());
    }

    @Override
    public void visitVarInsn(int opcode, int local) {
        switch (opcode) {
            case Opcodes.ALOAD -> stack.add(local == 0 && !isStatic);
            case Opcodes.ILOAD, Opcodes.FLOAD -> push(1);
            case Opcodes.LLOAD, Opcodes.DLOAD -> push(2);
            case Opcodes.LSTORE, Opcodes.DSTORE -> pop(2);
            case Opcodes.ISTORE, Opcodes.FSTORE, Opcodes.ASTORE -> pop(1);
            default -> {}
        }
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
        pop(argumentSlots(descriptor));
        boolean onThis = opcode != Opcodes.INVOKESTATIC && pop();
        push(Type.getReturnType(descriptor).getSize());
        if (onThis) {
            calls.found(name + descriptor, line);
        }
    }

    /** A lambda, or a reference to a method, which has its receiver as the first argument. */
    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
        int slots = argumentSlots(descriptor);
        boolean ofThis = slots > 0 && slots <= stack.size() && stack.get(stack.size() - slots);
        pop(slots);
        push(Type.getReturnType(descriptor).getSize());
        for (Object argument : arguments) {
            if (ofThis && argument instanceof Handle handle) {
                calls.found(handle.getName() + handle.getDesc(), line);
            }
        }
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        int size = Type.getType(descriptor).getSize();
        switch (opcode) {
            case Opcodes.GETSTATIC -> push(size);
            case Opcodes.PUTSTATIC -> pop(size);
            case Opcodes.GETFIELD -> replace(1, size);
            default -> pop(size + 1);
        }
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        switch (opcode) {
            case Opcodes.NEW -> push(1);
            case Opcodes.CHECKCAST -> {}
            default -> replace(1, 1);
        }
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        if (opcode == Opcodes.NEWARRAY) {
            replace(1, 1);
        } else {
            push(1);
        }
    }

    @Override
    public void visitLdcInsn(Object value) {
        push(value instanceof Long || value instanceof Double ? 2 : 1);
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
        replace(dimensions, 1);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        switch (opcode) {
            case Opcodes.GOTO -> {}
            case Opcodes.JSR -> push(1);
            case Opcodes.IF_ICMPEQ,
                    Opcodes.IF_ICMPNE,
                    Opcodes.IF_ICMPLT,
                    Opcodes.IF_ICMPGE,
                    Opcodes.IF_ICMPGT,
                    Opcodes.IF_ICMPLE,
                    Opcodes.IF_ACMPEQ,
                    Opcodes.IF_ACMPNE -> pop(2);
            default -> pop(1);
        }
    }

    @Override
    public void visitTableSwitchInsn(int least, int most, Label otherwise, Label... labels) {
        pop(1);
    }

    @Override
    public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
        pop(1);
    }

    @Override
    public void visitInsn(int opcode) {
        StackEffects effect = StackEffects.of(opcode);
        replace(effect.popped(), effect.pushed());
    }

    private static int argumentSlots(String descriptor) {
        int slots = 0;
        for (Type argument : Type.getArgumentTypes(descriptor)) {
            slots += argument.getSize();
        }
        return slots;
    }

    private void replace(int popped, int pushed) {
        pop(popped);
        push(pushed);
    }

    /** Something that is not {@code this}. */
    private void push(int slots) {
        for (int i = 0; i < slots; i++) {
            stack.add(false);
        }
    }

    private void pop(int slots) {
        for (int i = 0; i < slots; i++) {
            pop();
        }
    }

    private boolean pop() {
        return !stack.isEmpty() && stack.remove(stack.size() - 1);
    }
}
