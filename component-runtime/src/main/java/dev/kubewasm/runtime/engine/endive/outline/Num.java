package dev.kubewasm.runtime.engine.endive.outline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import run.endive.wasm.types.ValType;

/** The number types of WebAssembly, the only values that pass between the pieces of a function. */
enum Num {
    I32(0x7F, 1, 0x41),
    I64(0x7E, 2, 0x42),
    F32(0x7D, 1, 0x43),
    F64(0x7C, 2, 0x44);

    private final int code;
    private final int slots;
    private final int constOpcode;

    Num(int code, int slots, int constOpcode) {
        this.code = code;
        this.slots = slots;
        this.constOpcode = constOpcode;
    }

    /** Endive's type. */
    ValType type() {
        return switch (this) {
            case I32 -> ValType.I32;
            case I64 -> ValType.I64;
            case F32 -> ValType.F32;
            case F64 -> ValType.F64;
        };
    }

    /** The byte that stands for the type in a binary. */
    int code() {
        return code;
    }

    /** How many slots of a JVM frame a value takes. */
    int slots() {
        return slots;
    }

    /** The opcode of the type's constants. */
    int constOpcode() {
        return constOpcode;
    }

    /** How many bytes the constant zero has after its opcode. */
    int zeroBytes() {
        return this == F32 ? Float.BYTES : this == F64 ? Double.BYTES : 1;
    }

    /** The number type that {@code type} is, if it is one. */
    static Optional<Num> of(ValType type) {
        for (Num num : values()) {
            if (num.type().equals(type)) {
                return Optional.of(num);
            }
        }
        return Optional.empty();
    }

    /** The types as number types; empty if any isn't one. */
    static Optional<List<Num>> allOf(List<ValType> types) {
        List<Num> nums = new ArrayList<>(types.size());
        for (ValType type : types) {
            Optional<Num> num = of(type);
            if (num.isEmpty()) {
                return Optional.empty();
            }
            nums.add(num.get());
        }
        return Optional.of(List.copyOf(nums));
    }
}
