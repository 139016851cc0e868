package io.github.lockstarter.aop;

import org.springframework.asm.Opcodes;

/**
 * What an instruction without operands takes from the operand stack and puts there, in slots; of one that copies, all that it
 * copies or moves. From The Java Virtual Machine Specification, Java SE 17, section 6.5.
 */
record StackEffects(int popped, int pushed) {

    static StackEffects of(int opcode) {
        return switch (opcode) {
            case Opcodes.ACONST_NULL,
                    Opcodes.ICONST_M1,
                    Opcodes.ICONST_0,
                    Opcodes.ICONST_1,
                    Opcodes.ICONST_2,
                    Opcodes.ICONST_3,
                    Opcodes.ICONST_4,
                    Opcodes.ICONST_5,
                    Opcodes.FCONST_0,
                    Opcodes.FCONST_1,
                    Opcodes.FCONST_2 -> new StackEffects(0, 1);
            case Opcodes.LCONST_0, Opcodes.LCONST_1, Opcodes.DCONST_0, Opcodes.DCONST_1 -> new StackEffects(0, 2);
            case Opcodes.IALOAD,
                    Opcodes.FALOAD,
                    Opcodes.AALOAD,
                    Opcodes.BALOAD,
                    Opcodes.CALOAD,
                    Opcodes.SALOAD,
                    Opcodes.IADD,
                    Opcodes.ISUB,
                    Opcodes.IMUL,
                    Opcodes.IDIV,
                    Opcodes.IREM,
                    Opcodes.FADD,
                    Opcodes.FSUB,
                    Opcodes.FMUL,
                    Opcodes.FDIV,
                    Opcodes.FREM,
                    Opcodes.ISHL,
                    Opcodes.ISHR,
                    Opcodes.IUSHR,
                    Opcodes.IAND,
                    Opcodes.IOR,
                    Opcodes.IXOR,
                    Opcodes.FCMPL,
                    Opcodes.FCMPG,
                    Opcodes.L2I,
                    Opcodes.L2F,
                    Opcodes.D2I,
                    Opcodes.D2F -> new StackEffects(2, 1);
            case Opcodes.LALOAD, Opcodes.DALOAD, Opcodes.LNEG, Opcodes.DNEG, Opcodes.L2D, Opcodes.D2L ->
                new StackEffects(2, 2);
            case Opcodes.I2L, Opcodes.I2D, Opcodes.F2L, Opcodes.F2D, Opcodes.DUP -> new StackEffects(1, 2);
            case Opcodes.INEG,
                    Opcodes.FNEG,
                    Opcodes.I2F,
                    Opcodes.F2I,
                    Opcodes.I2B,
                    Opcodes.I2C,
                    Opcodes.I2S,
                    Opcodes.ARRAYLENGTH -> new StackEffects(1, 1);
            case Opcodes.IASTORE, Opcodes.FASTORE, Opcodes.AASTORE, Opcodes.BASTORE, Opcodes.CASTORE, Opcodes.SASTORE ->
                new StackEffects(3, 0);
            case Opcodes.LASTORE, Opcodes.DASTORE -> new StackEffects(4, 0);
            case Opcodes.POP,
                    Opcodes.IRETURN,
                    Opcodes.FRETURN,
                    Opcodes.ARETURN,
                    Opcodes.ATHROW,
                    Opcodes.MONITORENTER,
                    Opcodes.MONITOREXIT -> new StackEffects(1, 0);
            case Opcodes.POP2, Opcodes.LRETURN, Opcodes.DRETURN -> new StackEffects(2, 0);
            case Opcodes.SWAP -> new StackEffects(2, 2);
            case Opcodes.DUP_X1 -> new StackEffects(2, 3);
            case Opcodes.DUP_X2 -> new StackEffects(3, 4);
            case Opcodes.DUP2 -> new StackEffects(2, 4);
            case Opcodes.DUP2_X1 -> new StackEffects(3, 5);
            case Opcodes.DUP2_X2 -> new StackEffects(4, 6);
            case Opcodes.LADD,
                    Opcodes.LSUB,
                    Opcodes.LMUL,
                    Opcodes.LDIV,
                    Opcodes.LREM,
                    Opcodes.DADD,
                    Opcodes.DSUB,
                    Opcodes.DMUL,
                    Opcodes.DDIV,
                    Opcodes.DREM,
                    Opcodes.LAND,
                    Opcodes.LOR,
                    Opcodes.LXOR -> new StackEffects(4, 2);
            case Opcodes.LSHL, Opcodes.LSHR, Opcodes.LUSHR -> new StackEffects(3, 2);
            case Opcodes.LCMP, Opcodes.DCMPL, Opcodes.DCMPG -> new StackEffects(4, 1);
            default -> new StackEffects(0, 0);
        };
    }
}
