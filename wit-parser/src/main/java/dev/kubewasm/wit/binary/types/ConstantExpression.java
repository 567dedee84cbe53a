package dev.kubewasm.wit.binary.types;

import dev.kubewasm.wit.binary.WasmReader;

/** Passes over the constant expressions of core modules: what initialises globals and tables. */
final class ConstantExpression {
    private ConstantExpression() {}

    /** Reads up to and including the {@code end} of the expression. */
    static boolean skip(WasmReader in) {
        while (true) {
            int at = in.position();
            int code = in.u8();
            switch (code) {
                case 0x0b -> {
                    return true;
                }
                // i32.const, i64.const: the value doesn't matter, only where it ends
                case 0x41, 0x42 -> leb(in);
                case 0x43 -> in.take(4);
                case 0x44 -> in.take(8);
                case 0x23, 0xd2 -> in.u32();
                case 0xd0 -> in.s33();
                // i32 and i64 add, sub, mul
                case 0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e -> {}
                case 0xfb -> gc(in, at);
                case 0xfd -> {
                    if (in.u32() != 0x0c) {
                        throw in.error(at, "vector instruction in a constant expression");
                    }
                    in.take(16);
                }
                default -> throw in.error(at, "instruction 0x%02x in a constant expression".formatted(code));
            }
        }
    }

    private static void gc(WasmReader in, int at) {
        long code = in.u32();
        switch ((int) code) {
            // struct.new, struct.new_default, array.new, array.new_default
            case 0x00, 0x01, 0x06, 0x07 -> in.u32();
            // array.new_fixed
            case 0x08 -> {
                in.u32();
                in.u32();
            }
            // any.convert_extern, extern.convert_any, ref.i31
            case 0x1a, 0x1b, 0x1c -> {}
            default -> throw in.error(at, "instruction 0xfb 0x%02x in a constant expression".formatted(code));
        }
    }

    private static void leb(WasmReader in) {
        int at = in.position();
        for (int i = 0; i < 10; i++) {
            if ((in.u8() & 0x80) == 0) {
                return;
            }
        }
        throw in.error(at, "integer doesn't fit 64 bits");
    }
}
