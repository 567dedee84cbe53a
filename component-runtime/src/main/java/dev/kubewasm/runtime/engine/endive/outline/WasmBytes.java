package dev.kubewasm.runtime.engine.endive.outline;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Writes what binaries are made of. */
final class WasmBytes {
    /** The block type of blocks that take and leave nothing. */
    private static final int EMPTY = 0x40;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    WasmBytes raw(int value) {
        out.write(value);
        return this;
    }

    WasmBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    WasmBytes raw(byte[] bytes, int from, int to) {
        out.write(bytes, from, to - from);
        return this;
    }

    /** An unsigned number in LEB128. */
    WasmBytes number(int value) {
        int rest = value;
        while (rest >>> 7 != 0) {
            out.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
        return this;
    }

    /** A signed number in LEB128. */
    WasmBytes signed(int value) {
        int rest = value;
        while (rest != rest << 25 >> 25) {
            out.write((rest & 0x7F) | 0x80);
            rest >>= 7;
        }
        out.write(rest & 0x7F);
        return this;
    }

    /** A list of types. */
    WasmBytes types(List<Num> types) {
        number(types.size());
        types.forEach(type -> raw(type.code()));
        return this;
    }

    /** {@code bytes}, their number before them. */
    WasmBytes sized(byte[] bytes) {
        return number(bytes.length).raw(bytes);
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    int length() {
        return out.size();
    }

    /** The block type of blocks that take and leave nothing. */
    static byte[] emptyBlockType() {
        return new byte[] {EMPTY};
    }
}
