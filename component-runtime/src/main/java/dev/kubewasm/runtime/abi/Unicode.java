package dev.kubewasm.runtime.abi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whether bytes and strings are well-formed Unicode. */
final class Unicode {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Unicode() {}

    /**
     * Well-formed UTF-8 as Unicode's table 3-7 has it: no surrogates, nothing overlong, nothing above U+10FFFF.
     *
     * @param start of {@code length} bytes of {@code bytes}
     */
    static boolean isUtf8(byte[] bytes, int start, int length) {
        int ascii = Ascii.prefix(bytes, start, length);
        return ascii == length || isUtf8After(ascii, bytes, start, length);
    }

    /** As {@link #isUtf8}, of bytes that begin with {@code ascii} of ASCII or more. */
    static boolean isUtf8After(int ascii, byte[] bytes, int start, int length) {
        int end = start + length;
        int i = start + ascii;
        while (i < end) {
            i = skipAscii(bytes, i, end);
            // Text that isn't ASCII has runs of it: there, looking for ASCII by words would cost more than it saves.
            while (i < end && bytes[i] < 0) {
                int sequence = sequenceLength(bytes, i, end);
                if (sequence == 0) {
                    return false;
                }
                i += sequence;
            }
        }
        return true;
    }

    /** Where the ASCII that begins at {@code i} ends. */
    private static int skipAscii(byte[] bytes, int i, int end) {
        // A loop that counts: its bounds checks are made once, before it.
        for (; i < end - 63; i += 64) {
            if ((highBits(bytes, i) | highBits(bytes, i + 32)) != 0) {
                break;
            }
        }
        while (i + 8 <= end && ((long) LONG.get(bytes, i) & HIGH_BITS) == 0) {
            i += 8;
        }
        while (i < end && bytes[i] >= 0) {
            i++;
        }
        return i;
    }

    /** The high bits of the 32 bytes at {@code i}. */
    private static long highBits(byte[] bytes, int i) {
        long all = (long) LONG.get(bytes, i)
                | (long) LONG.get(bytes, i + 8)
                | (long) LONG.get(bytes, i + 16)
                | (long) LONG.get(bytes, i + 24);
        return all & HIGH_BITS;
    }

    /** The length of the sequence, not of ASCII, that begins at {@code i}; 0 if it is malformed. */
    private static int sequenceLength(byte[] bytes, int i, int end) {
        int first = bytes[i] & 0xff;
        int length;
        int min = 0x80;
        int max = 0xbf;
        if (first >= 0xc2 && first <= 0xdf) {
            length = 2;
        } else if (first >= 0xe0 && first <= 0xef) {
            length = 3;
            min = first == 0xe0 ? 0xa0 : min;
            max = first == 0xed ? 0x9f : max;
        } else if (first >= 0xf0 && first <= 0xf4) {
            length = 4;
            min = first == 0xf0 ? 0x90 : min;
            max = first == 0xf4 ? 0x8f : max;
        } else {
            return 0;
        }
        if (i + length > end || !between(bytes[i + 1], min, max)) {
            return 0;
        }
        for (int k = 2; k < length; k++) {
            if (!between(bytes[i + k], 0x80, 0xbf)) {
                return 0;
            }
        }
        return length;
    }

    private static boolean between(byte b, int min, int max) {
        return (b & 0xff) >= min && (b & 0xff) <= max;
    }

    /** Well-formed little-endian UTF-16: every surrogate is half of a pair. {@code length}, in bytes, is even. */
    static boolean isUtf16(byte[] bytes, int start, int length) {
        int end = start + length;
        for (int i = start; i < end; i += 2) {
            char unit = unit(bytes, i);
            if (Character.isSurrogate(unit)) {
                boolean paired =
                        Character.isHighSurrogate(unit) && i + 2 < end && Character.isLowSurrogate(unit(bytes, i + 2));
                if (!paired) {
                    return false;
                }
                i += 2;
            }
        }
        return true;
    }

    /** The code unit of little-endian UTF-16 at {@code i}. */
    static char unit(byte[] bytes, int i) {
        return (char) ((bytes[i] & 0xff) | (bytes[i + 1] & 0xff) << 8);
    }

    static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                boolean paired = Character.isHighSurrogate(unit)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    static boolean isLatin1(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                return false;
            }
        }
        return true;
    }
}
