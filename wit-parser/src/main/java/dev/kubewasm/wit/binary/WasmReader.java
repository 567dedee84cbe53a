package dev.kubewasm.wit.binary;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads the primitive forms of the binary format from a part of a byte array. Every length and count is checked
 * against what is left before anything is allocated, nesting is limited to {@value #MAX_DEPTH}, and every failure is a
 * {@link MalformedBinaryException} with the offset and section. Not thread-safe.
 */
public final class WasmReader {
    /** The deepest nesting of components, component types and instance types. */
    public static final int MAX_DEPTH = 100;

    /** The longest name, in bytes. */
    public static final int MAX_NAME_BYTES = 100_000;

    private final byte[] bytes;
    private final int end;
    private int position;
    private Section section = Section.PREAMBLE;
    private int depth;

    /** A reader of all of {@code bytes}. */
    public WasmReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** A reader of the bytes from {@code start} up to {@code end}; offsets are those in {@code bytes}. */
    public WasmReader(byte[] bytes, int start, int end) {
        java.util.Objects.checkFromToIndex(start, end, bytes.length);
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    /** The section named in errors from now on. */
    public void enter(Section now) {
        this.section = now;
    }

    /** The section being read. */
    public Section section() {
        return section;
    }

    /** Offset of the next byte. */
    public int position() {
        return position;
    }

    /** The number of bytes left. */
    public int remaining() {
        return end - position;
    }

    /** Whether all is read. */
    public boolean atEnd() {
        return position == end;
    }

    /** An error at the next byte. */
    public MalformedBinaryException error(String problem) {
        return error(position, problem);
    }

    /** An error at {@code offset}. */
    public MalformedBinaryException error(int offset, String problem) {
        return new MalformedBinaryException(offset, section, problem);
    }

    /** One byte, 0 to 255. */
    public int u8() {
        if (position >= end) {
            throw error("unexpected end");
        }
        return bytes[position++] & 0xff;
    }

    /** The next byte without reading it. */
    public int peek() {
        if (position >= end) {
            throw error("unexpected end");
        }
        return bytes[position] & 0xff;
    }

    /** An unsigned 32-bit LEB128. */
    public long u32() {
        return unsigned(32);
    }

    /** An unsigned 64-bit LEB128; the result is to be read as unsigned. */
    public long u64() {
        return unsigned(64);
    }

    /** An index: an unsigned 32-bit LEB128 that fits an {@code int}. */
    public int index() {
        int at = position;
        long value = u32();
        if (value > Integer.MAX_VALUE) {
            throw error(at, "index " + value + " is out of range");
        }
        return (int) value;
    }

    private long unsigned(int bits) {
        int at = position;
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int b = u8();
            int left = bits - shift;
            boolean tooManyBits = left < 7 && (b & 0x7f) >>> left != 0;
            boolean tooLong = left <= 7 && (b & 0x80) != 0;
            if (tooManyBits || tooLong) {
                throw error(at, "integer doesn't fit " + bits + " bits");
            }
            value |= (long) (b & 0x7f) << shift;
            if ((b & 0x80) == 0) {
                return value;
            }
        }
    }

    /** A signed 32-bit LEB128. */
    public int s32() {
        return (int) signed(32);
    }

    /** A signed 33-bit LEB128, the form of type uses: negative for codes, else an index. */
    public long s33() {
        return signed(33);
    }

    /** A signed 64-bit LEB128. */
    public long s64() {
        return signed(64);
    }

    private long signed(int bits) {
        int at = position;
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int b = u8();
            int left = bits - shift;
            if (left <= 7) {
                // The bits beyond the number must repeat its sign, and no byte may follow.
                int beyond = (b & 0x7f) << 25 >> 25 >> (left - 1);
                if ((b & 0x80) != 0 || (beyond != 0 && beyond != -1)) {
                    throw error(at, "integer doesn't fit " + bits + " bits");
                }
            }
            value |= (long) (b & 0x7f) << shift;
            if ((b & 0x80) == 0) {
                int unused = 64 - shift - 7;
                return unused > 0 ? value << unused >> unused : value;
            }
        }
    }

    /**
     * The number of elements of a vector.
     *
     * @param limit the most that are allowed
     * @param what the elements, for the message
     */
    public int count(int limit, String what) {
        int at = position;
        long count = u32();
        if (count > limit) {
            throw error(at, "%d %s: at most %d are allowed".formatted(count, what, limit));
        }
        // Every element takes a byte or more: a larger count can't be honest, and must not be allocated for.
        if (count > remaining()) {
            throw error(at, "%d %s don't fit the %d bytes left".formatted(count, what, remaining()));
        }
        return (int) count;
    }

    /** A vector of what {@code element} reads. */
    public <T> List<T> vector(int limit, String what, Supplier<T> element) {
        int count = count(limit, what);
        List<T> list = new ArrayList<>(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            list.add(element.get());
        }
        return list;
    }

    /** An optional: a byte 0 or 1, then what {@code element} reads. */
    public <T> Optional<T> optional(Supplier<T> element) {
        return flag("optional") ? Optional.of(element.get()) : Optional.empty();
    }

    /** A byte that must be 0 or 1. */
    public boolean flag(String what) {
        int at = position;
        int b = u8();
        if (b > 1) {
            throw error(at, "%s must be 0x00 or 0x01, found 0x%02x".formatted(what, b));
        }
        return b == 1;
    }

    /** A byte that must be {@code expected}. */
    public void expect(int expected, String what) {
        int at = position;
        int b = u8();
        if (b != expected) {
            throw error(at, String.format(Locale.ROOT, "expected 0x%02x for %s, found 0x%02x", expected, what, b));
        }
    }

    /** A name: length and UTF-8 bytes, at most {@value #MAX_NAME_BYTES}. */
    public String name() {
        int at = position;
        long length = u32();
        if (length > MAX_NAME_BYTES) {
            throw error(at, "name of %d bytes: at most %d are allowed".formatted(length, MAX_NAME_BYTES));
        }
        BinarySlice slice = take(length);
        try {
            CharBuffer text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, slice.offset(), slice.length()));
            return text.toString();
        } catch (CharacterCodingException e) {
            throw new MalformedBinaryException(at, section, "name isn't valid UTF-8");
        }
    }

    /** The next {@code length} bytes, not copied. */
    public BinarySlice take(long length) {
        if (length > remaining()) {
            throw error("unexpected end: %d bytes announced, %d left".formatted(length, remaining()));
        }
        BinarySlice slice = new BinarySlice(bytes, position, (int) length);
        position += (int) length;
        return slice;
    }

    /** What is read already, from {@code start} on. */
    public BinarySlice slice(int start) {
        return new BinarySlice(bytes, start, position - start);
    }

    /** A reader of the next {@code length} bytes, at the same depth and section, which this reader then has behind it. */
    public WasmReader sub(long length) {
        BinarySlice slice = take(length);
        WasmReader reader = slice.reader();
        reader.section = section;
        reader.depth = depth;
        return reader;
    }

    /** Runs {@code body} one level deeper. */
    public <T> T nested(Supplier<T> body) {
        if (++depth > MAX_DEPTH) {
            throw error("nested deeper than " + MAX_DEPTH + " levels");
        }
        T result = body.get();
        depth--;
        return result;
    }

    /** Fails unless all is read. */
    public void expectEnd(String what) {
        if (!atEnd()) {
            throw error("%d bytes left over at the end of the %s".formatted(remaining(), what));
        }
    }
}
