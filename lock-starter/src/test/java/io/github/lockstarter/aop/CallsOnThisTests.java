package io.github.lockstarter.aop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.asm.Handle;
import org.springframework.asm.Label;
import org.springframework.asm.Opcodes;

/**
 * Which slot holds {@code this} after each kind of instruction: it lies below what the instruction takes, and a call whose arguments are
 * what the instruction has put there, no more and no fewer, is one on {@code this}.
 */
class CallsOnThisTests {

    private static final Handle HANDLE = new Handle(Opcodes.H_INVOKEVIRTUAL, "Bean", "referred", "()V", false);

    private final List<String> found = new ArrayList<>();

    private final CallsOnThis calls = new CallsOnThis(Opcodes.ACC_PUBLIC, (called, line) -> found.add(called + line));

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "1, 0, 1",
        "8, 0, 1",
        "11, 0, 1",
        "13, 0, 1",
        "9, 0, 2",
        "10, 0, 2",
        "14, 0, 2",
        "15, 0, 2",
        "46, 2, 1",
        "47, 2, 2",
        "48, 2, 1",
        "49, 2, 2",
        "50, 2, 1",
        "53, 2, 1",
        "79, 3, 0",
        "80, 4, 0",
        "81, 3, 0",
        "82, 4, 0",
        "83, 3, 0",
        "86, 3, 0",
        "87, 1, 0",
        "88, 2, 0",
        "89, 1, 2",
        "90, 2, 3",
        "91, 3, 4",
        "92, 2, 4",
        "93, 3, 5",
        "94, 4, 6",
        "95, 2, 2",
        "96, 2, 1",
        "97, 4, 2",
        "98, 2, 1",
        "99, 4, 2",
        "116, 1, 1",
        "117, 2, 2",
        "118, 1, 1",
        "119, 2, 2",
        "120, 2, 1",
        "121, 3, 2",
        "122, 2, 1",
        "123, 3, 2",
        "124, 2, 1",
        "125, 3, 2",
        "126, 2, 1",
        "127, 4, 2",
        "133, 1, 2",
        "134, 1, 1",
        "135, 1, 2",
        "136, 2, 1",
        "137, 2, 1",
        "138, 2, 2",
        "139, 1, 1",
        "140, 1, 2",
        "141, 1, 2",
        "142, 2, 1",
        "143, 2, 2",
        "144, 2, 1",
        "145, 1, 1",
        "147, 1, 1",
        "148, 4, 1",
        "149, 2, 1",
        "151, 4, 1",
        "152, 4, 1",
        "172, 1, 0",
        "173, 2, 0",
        "177, 0, 0",
        "190, 1, 1",
        "191, 1, 0",
        "194, 1, 0",
        "195, 1, 0"
    })
    void anInstructionWithoutOperands(int opcode, int popped, int pushed) {
        assertEffect(popped, method -> method.visitInsn(opcode), pushed);
    }

    @Test
    void aLocal() {
        assertEffect(0, method -> method.visitVarInsn(Opcodes.ILOAD, 1), 1);
        assertEffect(0, method -> method.visitVarInsn(Opcodes.FLOAD, 1), 1);
        assertEffect(0, method -> method.visitVarInsn(Opcodes.ALOAD, 1), 1);
        assertEffect(0, method -> method.visitVarInsn(Opcodes.LLOAD, 1), 2);
        assertEffect(0, method -> method.visitVarInsn(Opcodes.DLOAD, 1), 2);
        assertEffect(1, method -> method.visitVarInsn(Opcodes.ISTORE, 1), 0);
        assertEffect(1, method -> method.visitVarInsn(Opcodes.FSTORE, 1), 0);
        assertEffect(1, method -> method.visitVarInsn(Opcodes.ASTORE, 1), 0);
        assertEffect(2, method -> method.visitVarInsn(Opcodes.LSTORE, 1), 0);
        assertEffect(2, method -> method.visitVarInsn(Opcodes.DSTORE, 1), 0);
        assertEffect(0, method -> method.visitVarInsn(Opcodes.RET, 1), 0);
        assertEffect(0, method -> method.visitIincInsn(1, 1), 0);
    }

    @Test
    void aField() {
        assertEffect(0, method -> method.visitFieldInsn(Opcodes.GETSTATIC, "Other", "one", "I"), 1);
        assertEffect(0, method -> method.visitFieldInsn(Opcodes.GETSTATIC, "Other", "two", "J"), 2);
        assertEffect(1, method -> method.visitFieldInsn(Opcodes.PUTSTATIC, "Other", "one", "I"), 0);
        assertEffect(2, method -> method.visitFieldInsn(Opcodes.PUTSTATIC, "Other", "two", "D"), 0);
        assertEffect(1, method -> method.visitFieldInsn(Opcodes.GETFIELD, "Other", "one", "LOther;"), 1);
        assertEffect(1, method -> method.visitFieldInsn(Opcodes.GETFIELD, "Other", "two", "J"), 2);
        assertEffect(2, method -> method.visitFieldInsn(Opcodes.PUTFIELD, "Other", "one", "I"), 0);
        assertEffect(3, method -> method.visitFieldInsn(Opcodes.PUTFIELD, "Other", "two", "J"), 0);
    }

    @Test
    void aTypeOrAConstant() {
        assertEffect(0, method -> method.visitTypeInsn(Opcodes.NEW, "Other"), 1);
        assertEffect(1, method -> method.visitTypeInsn(Opcodes.CHECKCAST, "Other"), 1);
        assertEffect(1, method -> method.visitTypeInsn(Opcodes.INSTANCEOF, "Other"), 1);
        assertEffect(1, method -> method.visitTypeInsn(Opcodes.ANEWARRAY, "Other"), 1);
        assertEffect(1, method -> method.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_INT), 1);
        assertEffect(0, method -> method.visitIntInsn(Opcodes.BIPUSH, 7), 1);
        assertEffect(0, method -> method.visitIntInsn(Opcodes.SIPUSH, 700), 1);
        assertEffect(2, method -> method.visitMultiANewArrayInsn("[[I", 2), 1);
        assertEffect(0, method -> method.visitLdcInsn("text"), 1);
        assertEffect(0, method -> method.visitLdcInsn(7), 1);
        assertEffect(0, method -> method.visitLdcInsn(7L), 2);
        assertEffect(0, method -> method.visitLdcInsn(7.0), 2);
    }

    @Test
    void aJumpOrASwitch() {
        Label label = new Label();

        assertEffect(0, method -> method.visitJumpInsn(Opcodes.GOTO, label), 0);
        assertEffect(0, method -> method.visitJumpInsn(Opcodes.JSR, label), 1);
        assertEffect(1, method -> method.visitJumpInsn(Opcodes.IFEQ, label), 0);
        assertEffect(1, method -> method.visitJumpInsn(Opcodes.IFNONNULL, label), 0);
        assertEffect(2, method -> method.visitJumpInsn(Opcodes.IF_ICMPLT, label), 0);
        assertEffect(2, method -> method.visitJumpInsn(Opcodes.IF_ACMPEQ, label), 0);
        assertEffect(1, method -> method.visitTableSwitchInsn(0, 0, label, label), 0);
        assertEffect(1, method -> method.visitLookupSwitchInsn(label, new int[] {1}, new Label[] {label}), 0);
    }

    @Test
    void aCallOfAnother() {
        assertEffect(3, method -> method.visitMethodInsn(Opcodes.INVOKESTATIC, "Other", "of", "(IJ)D", false), 2);
        assertEffect(3, method -> method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "Other", "of", "(D)I", false), 1);
        assertEffect(1, method -> method.visitMethodInsn(Opcodes.INVOKEINTERFACE, "Other", "of", "()V", true), 0);
        assertEffect(2, method -> method.visitInvokeDynamicInsn("made", "(II)LMade;", HANDLE, HANDLE), 1);
    }

    @Test
    void aReferenceIsACallWhereItsReceiverIsThis() {
        calls.visitVarInsn(Opcodes.ALOAD, 0);
        calls.visitVarInsn(Opcodes.ILOAD, 1);
        calls.visitInvokeDynamicInsn("made", "(LBean;I)LMade;", HANDLE, "no handle", HANDLE);
        calls.visitInvokeDynamicInsn("made", "()LMade;", HANDLE, HANDLE);
        calls.visitInvokeDynamicInsn("made", "(LBean;LBean;LBean;LBean;)LMade;", HANDLE, HANDLE);

        assertThat(found).containsExactly("referred()V0");
    }

    @Test
    void theLineIsToldAndNothingOfAStaticMethodIsThis() {
        calls.visitLineNumber(42, new Label());
        calls.visitVarInsn(Opcodes.ALOAD, 0);
        calls.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "Bean", "place", "()V", false);
        CallsOnThis ofNone = new CallsOnThis(Opcodes.ACC_STATIC, (called, line) -> found.add("never"));
        ofNone.visitVarInsn(Opcodes.ALOAD, 0);
        ofNone.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "Bean", "place", "()V", false);

        assertThat(found).containsExactly("place()V42");
    }

    @Test
    void whereBranchesMeetWhatLiesBelowIsAsItWasAndWhatTheyMadeIsNotThis() {
        calls.visitVarInsn(Opcodes.ALOAD, 0);
        calls.visitVarInsn(Opcodes.ILOAD, 1);
        calls.visitVarInsn(Opcodes.ILOAD, 1);
        calls.visitVarInsn(Opcodes.ILOAD, 1);
        calls.visitFrame(Opcodes.F_NEW, 0, new Object[0], 2, new Object[] {"Bean", Opcodes.LONG});
        calls.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "Bean", "place", "(J)V", false);
        calls.visitFrame(Opcodes.F_NEW, 0, new Object[0], 2, new Object[] {"Bean", Opcodes.DOUBLE});
        calls.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "Bean", "unknown", "(D)V", false);

        assertThat(found).containsExactly("place(J)V0");
    }

    private void assertEffect(int popped, Consumer<CallsOnThis> instruction, int pushed) {
        found.clear();
        calls.visitVarInsn(Opcodes.ALOAD, 0);
        for (int i = 0; i < popped; i++) {
            calls.visitInsn(Opcodes.ICONST_0);
        }
        instruction.accept(calls);
        String place = "(" + "I".repeat(pushed) + ")V";
        calls.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "Bean", "place", place, false);
        assertThat(found).containsExactly("place" + place + "0");
        calls.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "Bean", "empty", "()V", false);
        assertThat(found).as("nothing is left").hasSize(1);
    }
}
