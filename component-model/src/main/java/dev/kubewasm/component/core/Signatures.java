package dev.kubewasm.component.core;

import org.jspecify.annotations.Nullable;

/**
 * The instructions that take and return values of fixed types and have no operands: {@code "ii:i"} takes two i32 and
 * returns one. Letters: i32 {@code i}, i64 {@code l}, f32 {@code f}, f64 {@code d}, v128 {@code v}.
 */
final class Signatures {
    /** By opcode of one byte. */
    private static final @Nullable String[] PLAIN = new @Nullable String[256];

    /** By opcode after the prefix 0xfd. */
    private static final @Nullable String[] VECTOR = new @Nullable String[276];

    static {
        plain(0x45, 0x45, "i:i");
        plain(0x46, 0x4f, "ii:i");
        plain(0x50, 0x50, "l:i");
        plain(0x51, 0x5a, "ll:i");
        plain(0x5b, 0x60, "ff:i");
        plain(0x61, 0x66, "dd:i");
        plain(0x67, 0x69, "i:i");
        plain(0x6a, 0x78, "ii:i");
        plain(0x79, 0x7b, "l:l");
        plain(0x7c, 0x8a, "ll:l");
        plain(0x8b, 0x91, "f:f");
        plain(0x92, 0x98, "ff:f");
        plain(0x99, 0x9f, "d:d");
        plain(0xa0, 0xa6, "dd:d");
        String[] conversions = {
            "l:i", "f:i", "f:i", "d:i", "d:i", "i:l", "i:l", "f:l", "f:l", "d:l", "d:l", "i:f", "i:f", "l:f", "l:f",
            "d:f", "i:d", "i:d", "l:d", "l:d", "f:d", "f:i", "d:l", "i:f", "l:d", "i:i", "i:i", "l:l", "l:l", "l:l"
        };
        for (int i = 0; i < conversions.length; i++) {
            plain(0xa7 + i, 0xa7 + i, conversions[i]);
        }
        vectors();
    }

    private Signatures() {}

    private static void vectors() {
        // In the order of the opcodes, each with the last opcode that it goes for; "" is no instruction of this kind.
        vector(14, 14, "vv:v");
        vector(15, 16, "i:v");
        vector(17, 17, "i:v");
        vector(18, 18, "l:v");
        vector(19, 19, "f:v");
        vector(20, 20, "d:v");
        vector(35, 76, "vv:v");
        vector(77, 77, "v:v");
        vector(78, 81, "vv:v");
        vector(82, 82, "vvv:v");
        vector(83, 83, "v:i");
        vector(94, 98, "v:v");
        vector(99, 100, "v:i");
        vector(101, 102, "vv:v");
        vector(103, 106, "v:v");
        vector(107, 109, "vi:v");
        vector(110, 115, "vv:v");
        vector(116, 117, "v:v");
        vector(118, 121, "vv:v");
        vector(122, 122, "v:v");
        vector(123, 123, "vv:v");
        vector(124, 129, "v:v");
        vector(130, 130, "vv:v");
        vector(131, 132, "v:i");
        vector(133, 134, "vv:v");
        vector(135, 138, "v:v");
        vector(139, 141, "vi:v");
        vector(142, 147, "vv:v");
        vector(148, 148, "v:v");
        vector(149, 153, "vv:v");
        vector(155, 159, "vv:v");
        vector(160, 161, "v:v");
        vector(163, 164, "v:i");
        vector(167, 170, "v:v");
        vector(171, 173, "vi:v");
        vector(174, 174, "vv:v");
        vector(177, 177, "vv:v");
        vector(181, 186, "vv:v");
        vector(188, 191, "vv:v");
        vector(192, 193, "v:v");
        vector(195, 196, "v:i");
        vector(199, 202, "v:v");
        vector(203, 205, "vi:v");
        vector(206, 206, "vv:v");
        vector(209, 209, "vv:v");
        vector(213, 223, "vv:v");
        vector(224, 225, "v:v");
        vector(227, 227, "v:v");
        vector(228, 235, "vv:v");
        vector(236, 237, "v:v");
        vector(239, 239, "v:v");
        vector(240, 247, "vv:v");
        vector(248, 255, "v:v");
        vector(256, 256, "vv:v");
        vector(257, 260, "v:v");
        vector(261, 268, "vvv:v");
        vector(269, 274, "vv:v");
        vector(275, 275, "vvv:v");
    }

    private static void plain(int from, int to, String signature) {
        java.util.Arrays.fill(PLAIN, from, to + 1, signature);
    }

    private static void vector(int from, int to, String signature) {
        java.util.Arrays.fill(VECTOR, from, to + 1, signature);
    }

    /** Of an opcode of one byte; null if it has none. */
    static @Nullable String plain(int opcode) {
        return PLAIN[opcode];
    }

    /** Of an opcode after the prefix 0xfd; null if it has none. */
    static @Nullable String vector(long opcode) {
        return opcode < VECTOR.length ? VECTOR[(int) opcode] : null;
    }

    /** The type that a letter stands for. */
    static int type(char letter) {
        return switch (letter) {
            case 'i' -> Types.I32;
            case 'l' -> Types.I64;
            case 'f' -> Types.F32;
            case 'd' -> Types.F64;
            case 'v' -> Types.V128;
            default -> throw new IllegalArgumentException("no type " + letter);
        };
    }
}
