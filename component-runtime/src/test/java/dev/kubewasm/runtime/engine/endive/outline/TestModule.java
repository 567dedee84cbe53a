package dev.kubewasm.runtime.engine.endive.outline;

import java.util.List;

/** A module around the code of one function, {@code run}, and things that it can use. */
final class TestModule {
    /** Throws if its argument is even, and else gives it back. */
    static final int THROWER = 0;
    /** Multiplies by 31. */
    static final int HELPER = 1;
    /** {@code run}: takes a number of each type and returns one of 64 bits. */
    static final int FUNCTION = 2;

    /** The type of blocks that leave an i32 and an i64. */
    static final int PAIR_TYPE = 2;

    /** The function has these many variables of each type, of all types in turn, the first of each a parameter. */
    static final int VARIABLES_OF_A_TYPE = 4;

    private static final int FUEL = 200;

    private TestModule() {}

    /** The module. Its global 0 is the fuel, 1 a hash that {@code hash} returns; its memory is exported. */
    static byte[] of(byte[] code) {
        WasmBytes out = new WasmBytes().raw(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
        out.raw(1)
                .sized(new WasmBytes()
                        .number(5)
                        .raw(0x60)
                        .types(List.of(Num.I32))
                        .types(List.of(Num.I32))
                        .raw(0x60)
                        .types(List.of(Num.values()))
                        .types(List.of(Num.I64))
                        .raw(0x60)
                        .types(List.of())
                        .types(List.of(Num.I32, Num.I64))
                        .raw(0x60)
                        .types(List.of(Num.I32))
                        .types(List.of())
                        .raw(0x60)
                        .types(List.of())
                        .types(List.of(Num.I64))
                        .bytes());
        out.raw(3).sized(new byte[] {4, 0, 0, 1, 4});
        out.raw(5).sized(new byte[] {1, 0, 1});
        out.raw(13).sized(new byte[] {1, 0, 3});
        out.raw(6)
                .sized(new WasmBytes()
                        .number(2)
                        .raw(0x7F)
                        .raw(1)
                        .raw(0x41)
                        .signed(FUEL)
                        .raw(0x0B)
                        .raw(0x7E)
                        .raw(1)
                        .raw(0x42)
                        .signed(1)
                        .raw(0x0B)
                        .bytes());
        out.raw(7)
                .sized(new WasmBytes()
                        .number(3)
                        .sized(new byte[] {'r', 'u', 'n'})
                        .raw(0)
                        .number(FUNCTION)
                        .sized(new byte[] {'h', 'a', 's', 'h'})
                        .raw(0)
                        .number(3)
                        .sized(new byte[] {'m', 'e', 'm', 'o', 'r', 'y'})
                        .raw(2)
                        .number(0)
                        .bytes());
        WasmBytes function = new WasmBytes().number((VARIABLES_OF_A_TYPE - 1) * Num.values().length);
        for (int i = 1; i < VARIABLES_OF_A_TYPE; i++) {
            for (Num type : Num.values()) {
                function.number(1).raw(type.code());
            }
        }
        out.raw(10)
                .sized(new WasmBytes()
                        .number(4)
                        // (if (i32.eqz (i32.and (local.get 0) 1)) (then (throw 0 (local.get 0)))) (local.get 0)
                        .sized(new byte[] {
                            0, 0x20, 0, 0x41, 1, 0x71, 0x45, 0x04, 0x40, 0x20, 0, 0x08, 0, 0x0B, 0x20, 0, 0x0B
                        })
                        .sized(new byte[] {0, 0x20, 0, 0x41, 31, 0x6C, 0x0B})
                        .sized(function.raw(code).bytes())
                        .sized(new byte[] {0, 0x23, 1, 0x0B})
                        .bytes());
        return out.bytes();
    }
}
