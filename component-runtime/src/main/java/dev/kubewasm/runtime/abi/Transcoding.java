package dev.kubewasm.runtime.abi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Turns well-formed text of one form into another, from array to array. The target has to have room. */
final class Transcoding {
    private static final VarHandle UNIT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private Transcoding() {}

    /** The most bytes that {@code length} bytes of one form can become in another. */
    static int most(StringForm from, int length) {
        return from == StringForm.UTF16 ? length / 2 * 3 : 2 * length;
    }

    /**
     * Writes what stands between {@code start} and {@code end} to {@code out}.
     *
     * @param at where in {@code out}
     * @return where it ends there
     */
    static int write(StringForm from, byte[] in, int start, int end, StringForm to, byte[] out, int at) {
        return switch (from) {
            case UTF8 ->
                to == StringForm.UTF16 ? utf8ToUtf16(in, start, end, out, at) : utf8ToLatin1(in, start, end, out, at);
            case UTF16 ->
                to == StringForm.UTF8 ? utf16ToUtf8(in, start, end, out, at) : utf16ToLatin1(in, start, end, out, at);
            case LATIN1 ->
                to == StringForm.UTF8 ? latin1ToUtf8(in, start, end, out, at) : latin1ToUtf16(in, start, end, out, at);
        };
    }

    private static int utf8ToUtf16(byte[] in, int start, int end, byte[] out, int at) {
        int i = start;
        int o = at;
        while (i < end) {
            for (; i < end && in[i] >= 0; i++, o += 2) {
                UNIT.set(out, o, (short) in[i]);
            }
            // Text that isn't ASCII has runs of it.
            while (i < end && in[i] < 0) {
                int first = in[i] & 0xff;
                if (first < 0xe0) {
                    UNIT.set(out, o, (short) ((first & 0x1f) << 6 | tail(in, i + 1)));
                    i += 2;
                    o += 2;
                } else if (first < 0xf0) {
                    UNIT.set(out, o, (short) ((first & 0x0f) << 12 | tail(in, i + 1) << 6 | tail(in, i + 2)));
                    i += 3;
                    o += 2;
                } else {
                    int character =
                            (first & 0x07) << 18 | tail(in, i + 1) << 12 | tail(in, i + 2) << 6 | tail(in, i + 3);
                    UNIT.set(out, o, (short) Character.highSurrogate(character));
                    UNIT.set(out, o + 2, (short) Character.lowSurrogate(character));
                    i += 4;
                    o += 4;
                }
            }
        }
        return o;
    }

    private static int tail(byte[] in, int i) {
        return in[i] & 0x3f;
    }

    private static int utf8ToLatin1(byte[] in, int start, int end, byte[] out, int at) {
        int o = at;
        for (int i = start; i < end; i++) {
            if (in[i] < 0) {
                out[o++] = (byte) ((in[i] & 0x03) << 6 | tail(in, ++i));
            } else {
                out[o++] = in[i];
            }
        }
        return o;
    }

    private static int utf16ToUtf8(byte[] in, int start, int end, byte[] out, int at) {
        int o = at;
        for (int i = start; i < end; i += 2) {
            char unit = Unicode.unit(in, i);
            if (unit < 0x80) {
                out[o++] = (byte) unit;
            } else if (unit < 0x800) {
                out[o++] = (byte) (0xc0 | unit >> 6);
                out[o++] = continuation(unit);
            } else if (Character.isHighSurrogate(unit)) {
                i += 2;
                int character = Character.toCodePoint(unit, Unicode.unit(in, i));
                out[o++] = (byte) (0xf0 | character >> 18);
                out[o++] = continuation(character >> 12);
                out[o++] = continuation(character >> 6);
                out[o++] = continuation(character);
            } else {
                out[o++] = (byte) (0xe0 | unit >> 12);
                out[o++] = continuation(unit >> 6);
                out[o++] = continuation(unit);
            }
        }
        return o;
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3f));
    }

    private static int utf16ToLatin1(byte[] in, int start, int end, byte[] out, int at) {
        int o = at;
        for (int i = start; i < end; i += 2) {
            out[o++] = in[i];
        }
        return o;
    }

    private static int latin1ToUtf8(byte[] in, int start, int end, byte[] out, int at) {
        int o = at;
        for (int i = start; i < end; i++) {
            int character = in[i] & 0xff;
            if (character < 0x80) {
                out[o++] = (byte) character;
            } else {
                out[o++] = (byte) (0xc0 | character >> 6);
                out[o++] = continuation(character);
            }
        }
        return o;
    }

    private static int latin1ToUtf16(byte[] in, int start, int end, byte[] out, int at) {
        int o = at;
        for (int i = start; i < end; i++, o += 2) {
            UNIT.set(out, o, (short) (in[i] & 0xff));
        }
        return o;
    }
}
