package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.value.Val;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Strings (CanonicalABI.md, {@code load_string} and {@code store_string}). */
final class StringCodec extends PairCodec {
    /** The bit of a length that says UTF-16, in a memory of {@link StringEncoding#LATIN1_OR_UTF16}. */
    private static final int UTF16_TAG = 1 << 31;

    /** How the bytes of one string are to be read. */
    private enum Form {
        UTF8(StandardCharsets.UTF_8, 1),
        UTF16(StandardCharsets.UTF_16LE, 2),
        LATIN1(StandardCharsets.ISO_8859_1, 1);

        private final Charset charset;
        private final int unit;

        Form(Charset charset, int unit) {
            this.charset = charset;
            this.unit = unit;
        }
    }

    @Override
    Val loadContents(Transfer t, Call call, int address, int length) {
        Form form = form(t.from(), length);
        t.countLifted(Integer.toUnsignedLong(length & ~UTF16_TAG));
        return new Val.Str(new String(read(t.from(), form, address, length), form.charset));
    }

    @Override
    long storeContents(Transfer t, Call call, Val value) {
        if (!(value instanceof Val.Str string)) {
            throw mismatch("string", value);
        }
        if (Unicode.hasLoneSurrogate(string.value())) {
            throw new IllegalArgumentException("a string with a lone surrogate can't be passed to a component");
        }
        return write(t.to(), string.value());
    }

    @Override
    long copyContents(Transfer t, Call call, int address, int length) {
        return copy(t.from(), t.to(), address, length);
    }

    /** Copies a string that lies in the memory of {@code from} into that of {@code to}; returns address and length. */
    static long copy(Side from, Side to, int address, int taggedLength) {
        byte[] bytes = from.memory().array();
        Form form = form(from, taggedLength);
        if (form != plainForm(to.encoding())) {
            return write(to, new String(read(from, form, address, taggedLength), form.charset));
        }
        int length = checkedLength(from, form, address, taggedLength);
        if (bytes == null) {
            return write(to, form, read(from, form, address, taggedLength));
        }
        checkEncoding(from, form, bytes, address, length);
        int target = allocate(to, length);
        from.memory().copyTo(address, to.memory(), target, length);
        return pair(target, lengthWord(to, form, length));
    }

    private static AbiTrap tooLong(Side side, long byteLength) {
        return side.trap("a string of " + byteLength + " bytes is too long");
    }

    private static Form form(Side side, int taggedLength) {
        return switch (side.encoding()) {
            case UTF8 -> Form.UTF8;
            case UTF16 -> Form.UTF16;
            case LATIN1_OR_UTF16 -> (taggedLength & UTF16_TAG) != 0 ? Form.UTF16 : Form.LATIN1;
        };
    }

    /** Reads and checks the bytes of a string. */
    private static byte[] read(Side side, Form form, int address, int taggedLength) {
        byte[] bytes = new byte[checkedLength(side, form, address, taggedLength)];
        side.memory().read(address, bytes, 0, bytes.length);
        checkEncoding(side, form, bytes, 0, bytes.length);
        return bytes;
    }

    /** The length in bytes of a string that lies in bounds. */
    private static int checkedLength(Side side, Form form, int address, int taggedLength) {
        boolean tagged = side.encoding() == StringEncoding.LATIN1_OR_UTF16;
        long units = tagged ? taggedLength & ~UTF16_TAG : Integer.toUnsignedLong(taggedLength);
        long length = units * form.unit;
        if (length > MAX_BYTE_LENGTH) {
            throw tooLong(side, length);
        }
        side.check(address, alignment(side.encoding()), length, "a string has");
        return (int) length;
    }

    private static void checkEncoding(Side side, Form form, byte[] array, int start, int length) {
        if (form == Form.UTF8 && !Unicode.isUtf8(array, start, length)) {
            throw side.trap("a string is not valid UTF-8");
        }
        if (form == Form.UTF16 && !Unicode.isUtf16(array, start, length)) {
            throw side.trap("a string is not valid UTF-16");
        }
    }

    private static long write(Side side, String value) {
        Form form =
                switch (side.encoding()) {
                    case UTF8 -> Form.UTF8;
                    case UTF16 -> Form.UTF16;
                    case LATIN1_OR_UTF16 -> Unicode.isLatin1(value) ? Form.LATIN1 : Form.UTF16;
                };
        return write(side, form, value.getBytes(form.charset));
    }

    private static long write(Side side, Form form, byte[] bytes) {
        int address = allocate(side, bytes.length);
        side.memory().write(address, bytes, 0, bytes.length);
        return pair(address, lengthWord(side, form, bytes.length));
    }

    private static int allocate(Side side, int byteLength) {
        if (byteLength > MAX_BYTE_LENGTH) {
            throw tooLong(side, byteLength);
        }
        return side.allocate(alignment(side.encoding()), byteLength);
    }

    /** What stands beside the address: the length in code units, tagged where the encoding needs it. */
    private static int lengthWord(Side side, Form form, int byteLength) {
        boolean tagged = form == Form.UTF16 && side.encoding() == StringEncoding.LATIN1_OR_UTF16;
        return byteLength / form.unit | (tagged ? UTF16_TAG : 0);
    }

    private static int alignment(StringEncoding encoding) {
        return encoding == StringEncoding.UTF8 ? 1 : 2;
    }

    /** The form in which a string can be written to a memory of that encoding as it is. */
    private static Form plainForm(StringEncoding encoding) {
        return switch (encoding) {
            case UTF8 -> Form.UTF8;
            case UTF16 -> Form.UTF16;
            // UTF-16 that is all Latin-1 has to become Latin-1.
            case LATIN1_OR_UTF16 -> Form.LATIN1;
        };
    }
}
