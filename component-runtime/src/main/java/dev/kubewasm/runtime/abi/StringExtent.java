package dev.kubewasm.runtime.abi;

/** How long a string is in each form; added up piece by piece. */
final class StringExtent {
    private long units;
    private long utf8Bytes;
    private boolean latin1 = true;

    /** Whether it has no character above U+00FF. */
    boolean isLatin1() {
        return latin1;
    }

    /** Its length in bytes in that form, which must be able to hold it. */
    long bytes(StringForm form) {
        return switch (form) {
            case UTF8 -> utf8Bytes;
            case UTF16 -> 2 * units;
            case LATIN1 -> units;
        };
    }

    /** Adds the well-formed text between {@code start} and {@code end}. */
    void add(StringForm form, byte[] bytes, int start, int end) {
        switch (form) {
            case UTF8 -> addUtf8(bytes, start, end);
            case UTF16 -> addUtf16(bytes, start, end);
            case LATIN1 -> addLatin1(bytes, start, end);
        }
    }

    private void addUtf8(byte[] bytes, int start, int end) {
        int characters = 0;
        int pairs = 0;
        int above = 0;
        for (int i = start; i < end; i++) {
            int b = bytes[i] & 0xff;
            characters += (b & 0xc0) == 0x80 ? 0 : 1;
            pairs += b >= 0xf0 ? 1 : 0;
            above += b >= 0xc4 ? 1 : 0;
        }
        units += characters + pairs;
        utf8Bytes += end - start;
        latin1 &= above == 0;
    }

    private void addUtf16(byte[] bytes, int start, int end) {
        long length = 0;
        int above = 0;
        for (int i = start; i < end; i += 2) {
            char unit = Unicode.unit(bytes, i);
            // Each half of a pair counts for two of its four bytes.
            length += unit < 0x80 ? 1 : unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
            above |= unit;
        }
        units += (end - start) / 2;
        utf8Bytes += length;
        latin1 &= above <= 0xff;
    }

    private void addLatin1(byte[] bytes, int start, int end) {
        int twice = 0;
        for (int i = start; i < end; i++) {
            twice += bytes[i] < 0 ? 1 : 0;
        }
        units += end - start;
        utf8Bytes += end - start + twice;
    }
}
