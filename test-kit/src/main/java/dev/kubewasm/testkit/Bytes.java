package dev.kubewasm.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes binaries byte by byte, for tests of what no tool would write. */
public final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** The preamble of a component. */
    public Bytes component() {
        return raw(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0);
    }

    /** Bytes as they are. */
    public Bytes raw(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    /** A LEB128. */
    public Bytes u32(long value) {
        long left = value;
        while (left >= 0x80) {
            out.write((int) ((left & 0x7f) | 0x80));
            left >>>= 7;
        }
        return raw((int) left);
    }

    /** A name: its length and UTF-8. */
    public Bytes name(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        u32(utf8.length);
        return append(utf8);
    }

    /** Bytes as they are. */
    public Bytes append(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** Section {@code id} with its length. */
    public Bytes section(int id, Consumer<Bytes> contents) {
        Bytes inner = new Bytes();
        contents.accept(inner);
        return raw(id).u32(inner.out.size()).append(inner.toByteArray());
    }

    /** What is written. */
    public byte[] toByteArray() {
        return out.toByteArray();
    }
}
