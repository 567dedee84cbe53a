package dev.kubewasm.component;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes binaries byte by byte, for tests of what no tool would write. */
final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes component() {
        return raw(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0);
    }

    Bytes raw(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    Bytes u32(long value) {
        long left = value;
        while (left >= 0x80) {
            out.write((int) ((left & 0x7f) | 0x80));
            left >>>= 7;
        }
        return raw((int) left);
    }

    Bytes name(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        u32(utf8.length);
        return append(utf8);
    }

    Bytes append(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    Bytes section(int id, Consumer<Bytes> contents) {
        Bytes inner = new Bytes();
        contents.accept(inner);
        return raw(id).u32(inner.out.size()).append(inner.toByteArray());
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }
}
