package dev.kubewasm.runtime.engine.endive.outline;

import java.util.Optional;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.OpCode;

/**
 * What an instruction does to the operand stack, and how much JVM code Endive's compiler makes of it.
 *
 * @param pops how many values it takes
 * @param pushes how many it leaves
 * @param size bytes of JVM code, about
 */
record Effects(int pops, int pushes, int size) {
    /** A call of one of the compiler's helpers, which most instructions are. */
    private static final int HELPER = 3;
    /** Loading the memory or the instance, and a small constant. */
    private static final int CONTEXT = 3;

    /**
     * The effects of an instruction that isn't about locals, control or calls; empty if it isn't known here: vectors, atomics,
     * garbage-collected objects.
     */
    static Optional<Effects> of(Instruction instruction) {
        int opcode = instruction.opcode().opcode();
        if (opcode > 0xFF) {
            return bulk(instruction.opcode());
        }
        if (opcode >= 0x28 && opcode <= 0x3E) {
            int size = size((int) instruction.operand(1)) + CONTEXT - 1 + HELPER;
            return opcode <= 0x35 ? effects(1, 1, size) : effects(2, 0, size);
        }
        if (opcode >= 0x45 && opcode <= 0xC4) {
            return number(instruction.opcode());
        }
        return switch (instruction.opcode()) {
            case I32_CONST -> effects(0, 1, size((int) instruction.operand(0)));
            case I64_CONST, F32_CONST, F64_CONST -> effects(0, 1, 3);
            case DROP -> effects(1, 0, 1);
            case SELECT, SELECT_T -> effects(3, 1, 6);
            case GLOBAL_GET -> effects(0, 1, CONTEXT + HELPER + 1);
            case GLOBAL_SET -> effects(1, 0, CONTEXT + HELPER + 1);
            case TABLE_GET -> effects(1, 1, CONTEXT + HELPER);
            case TABLE_SET -> effects(2, 0, CONTEXT + HELPER);
            case MEMORY_SIZE -> effects(0, 1, CONTEXT + HELPER);
            case MEMORY_GROW -> effects(1, 1, CONTEXT + HELPER);
            case REF_NULL, REF_FUNC -> effects(0, 1, 3);
            case REF_IS_NULL -> effects(1, 1, HELPER);
            default -> Optional.empty();
        };
    }

    private static Optional<Effects> bulk(OpCode opcode) {
        return switch (opcode) {
            case I32_TRUNC_SAT_F32_S,
                    I32_TRUNC_SAT_F32_U,
                    I32_TRUNC_SAT_F64_S,
                    I32_TRUNC_SAT_F64_U,
                    I64_TRUNC_SAT_F32_S,
                    I64_TRUNC_SAT_F32_U,
                    I64_TRUNC_SAT_F64_S,
                    I64_TRUNC_SAT_F64_U -> effects(1, 1, HELPER);
            case MEMORY_INIT, MEMORY_COPY, MEMORY_FILL, TABLE_INIT, TABLE_COPY, TABLE_FILL ->
                effects(3, 0, 2 * CONTEXT + HELPER);
            case DATA_DROP, ELEM_DROP -> effects(0, 0, CONTEXT + HELPER + 1);
            case TABLE_GROW -> effects(2, 1, CONTEXT + HELPER);
            case TABLE_SIZE -> effects(0, 1, CONTEXT + HELPER);
            default -> Optional.empty();
        };
    }

    /** Arithmetic, comparisons and conversions: one number of one or two. */
    private static Optional<Effects> number(OpCode opcode) {
        int code = opcode.opcode();
        boolean unary = code == 0x45 // i32.eqz
                || code == 0x50 // i64.eqz
                || (code >= 0x67 && code <= 0x69) // bits of i32
                || (code >= 0x79 && code <= 0x7B) // bits of i64
                || (code >= 0x8B && code <= 0x91) // f32
                || (code >= 0x99 && code <= 0x9F) // f64
                || code >= 0xA7; // conversions
        return effects(unary ? 1 : 2, 1, intrinsic(opcode) ? 1 : HELPER);
    }

    private static boolean intrinsic(OpCode opcode) {
        return switch (opcode) {
            case I32_ADD,
                    I32_SUB,
                    I32_MUL,
                    I32_AND,
                    I32_OR,
                    I32_XOR,
                    I32_SHL,
                    I32_SHR_S,
                    I32_SHR_U,
                    I64_ADD,
                    I64_SUB,
                    I64_MUL,
                    I64_AND,
                    I64_OR,
                    I64_XOR,
                    F32_ADD,
                    F32_SUB,
                    F32_MUL,
                    F64_ADD,
                    F64_SUB,
                    F64_MUL,
                    I32_WRAP_I64,
                    I64_EXTEND_I32_S -> true;
            default -> false;
        };
    }

    /** The size of the JVM instruction that pushes {@code value}. */
    private static int size(int value) {
        if (value >= -1 && value <= 5) {
            return 1;
        }
        return value == (byte) value ? 2 : 3;
    }

    private static Optional<Effects> effects(int pops, int pushes, int size) {
        return Optional.of(new Effects(pops, pushes, size));
    }
}
