package dev.kubewasm.wit.binary;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/** A part of a binary, not copied. The bytes must not be changed as long as the slice is used. */
public final class BinarySlice {
    private final byte[] bytes;
    private final int offset;
    private final int length;

    /**
     * The part of {@code bytes} from {@code offset} on.
     *
     * @throws IndexOutOfBoundsException if it isn't inside {@code bytes}
     */
    public BinarySlice(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /** Where the part begins in the binary. */
    public int offset() {
        return offset;
    }

    /** Its number of bytes. */
    public int length() {
        return length;
    }

    /** The bytes, read only. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes, offset, length).slice().asReadOnlyBuffer();
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    /** A reader of the part; offsets in its errors are those of the whole binary. */
    public WasmReader reader() {
        return new WasmReader(bytes, offset, offset + length);
    }

    @Override
    public String toString() {
        return "bytes %#x to %#x".formatted(offset, offset + length);
    }
}
