package dev.kubewasm.runtime.engine.wasmtime;

import dev.kubewasm.wit.binary.WasmReader;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Reads the sizes of the tables that a module defines, which the C API doesn't tell. */
final class DefinedTables {
    private static final int PREAMBLE = 8;
    private static final int TABLE_SECTION = 4;
    private static final int WITH_INITIALIZER = 0x40;

    private DefinedTables() {}

    /** The sizes of a table; without {@code max} it may grow without end. */
    record Limits(long min, OptionalLong max) {}

    /** The tables of {@code wasm}, a valid module. */
    static List<Limits> of(byte[] wasm) {
        WasmReader reader = new WasmReader(wasm, PREAMBLE, wasm.length);
        while (!reader.atEnd()) {
            int id = reader.u8();
            WasmReader section = reader.sub(reader.u32());
            if (id == TABLE_SECTION) {
                return tables(section);
            }
        }
        return List.of();
    }

    private static List<Limits> tables(WasmReader section) {
        List<Limits> tables = new ArrayList<>();
        long count = section.u32();
        for (long i = 0; i < count; i++) {
            boolean initialized = section.peek() == WITH_INITIALIZER;
            if (initialized) {
                section.u8();
                section.expect(0, "the reserved byte of a table with an initializer");
            }
            skipReferenceType(section);
            int flags = section.u8();
            long min = section.u64();
            tables.add(new Limits(min, (flags & 1) == 0 ? OptionalLong.empty() : OptionalLong.of(section.u64())));
            if (initialized) {
                skipConstant(section);
            }
        }
        return tables;
    }

    private static void skipReferenceType(WasmReader section) {
        int first = section.u8();
        boolean spelledOut = first == 0x63 || first == 0x64;
        if (spelledOut) {
            section.s33();
        }
    }

    /** Skips a constant expression: of instructions that make references, as a table's initializer is. */
    private static void skipConstant(WasmReader section) {
        while (true) {
            int instruction = section.u8();
            switch (instruction) {
                case 0x0b -> {
                    return;
                }
                case 0x23, 0xd2 -> section.u32();
                case 0xd0 -> section.s33();
                default -> throw section.error("instruction " + instruction + " in the initializer of a table");
            }
        }
    }
}
