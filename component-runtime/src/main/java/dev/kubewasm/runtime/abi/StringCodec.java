package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.value.Val;

/** Strings (CanonicalABI.md, {@code load_string} and {@code store_string}). */
final class StringCodec extends PairCodec {
    /** The bit of a length that says UTF-16, in a memory of {@link StringEncoding#LATIN1_OR_UTF16}. */
    private static final int UTF16_TAG = 1 << 31;

    @Override
    Val loadContents(Transfer t, Call call, int address, int length) {
        StringForm form = form(t.from(), length);
        t.countLifted(Integer.toUnsignedLong(length & ~UTF16_TAG));
        return new Val.Str(new String(read(t.from(), form, address, length), form.charset()));
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
        StringForm form = form(from, taggedLength);
        return new StringCopy(from, form, address, checkedLength(from, form, address, taggedLength), to).run();
    }

    private static AbiTrap tooLong(Side side, long byteLength) {
        return side.trap("a string of " + byteLength + " bytes is too long");
    }

    private static StringForm form(Side side, int taggedLength) {
        return switch (side.encoding()) {
            case UTF8 -> StringForm.UTF8;
            case UTF16 -> StringForm.UTF16;
            case LATIN1_OR_UTF16 -> (taggedLength & UTF16_TAG) != 0 ? StringForm.UTF16 : StringForm.LATIN1;
        };
    }

    /** Reads and checks the bytes of a string. */
    private static byte[] read(Side side, StringForm form, int address, int taggedLength) {
        byte[] bytes = new byte[checkedLength(side, form, address, taggedLength)];
        side.memory().read(address, bytes, 0, bytes.length);
        checkEncoding(side, form, bytes, 0, bytes.length);
        return bytes;
    }

    /** The length in bytes of a string that lies in bounds. */
    private static int checkedLength(Side side, StringForm form, int address, int taggedLength) {
        boolean tagged = side.encoding() == StringEncoding.LATIN1_OR_UTF16;
        long units = tagged ? taggedLength & ~UTF16_TAG : Integer.toUnsignedLong(taggedLength);
        long length = units * form.unit();
        if (length > MAX_BYTE_LENGTH) {
            throw tooLong(side, length);
        }
        side.check(address, alignment(side.encoding()), length, "a string has");
        return (int) length;
    }

    /** Traps unless the bytes are well-formed. */
    static void checkEncoding(Side side, StringForm form, byte[] array, int start, int length) {
        if (form == StringForm.UTF8 && !Unicode.isUtf8(array, start, length)) {
            throw side.trap("a string is not valid UTF-8");
        }
        if (form == StringForm.UTF16 && !Unicode.isUtf16(array, start, length)) {
            throw side.trap("a string is not valid UTF-16");
        }
    }

    private static long write(Side side, String value) {
        StringForm form = StringForm.in(side.encoding(), Unicode.isLatin1(value));
        byte[] bytes = value.getBytes(form.charset());
        int address = allocate(side, bytes.length);
        side.memory().write(address, bytes, 0, bytes.length);
        return pair(address, lengthWord(side, form, bytes.length));
    }

    /** Allocates room for a string in {@code side}'s memory. */
    static int allocate(Side side, long byteLength) {
        if (byteLength > MAX_BYTE_LENGTH) {
            throw tooLong(side, byteLength);
        }
        return side.allocate(alignment(side.encoding()), byteLength);
    }

    /** What stands beside the address: the length in code units, tagged where the encoding needs it. */
    static int lengthWord(Side side, StringForm form, int byteLength) {
        boolean tagged = form == StringForm.UTF16 && side.encoding() == StringEncoding.LATIN1_OR_UTF16;
        return byteLength / form.unit() | (tagged ? UTF16_TAG : 0);
    }

    private static int alignment(StringEncoding encoding) {
        return encoding == StringEncoding.UTF8 ? 1 : 2;
    }
}
