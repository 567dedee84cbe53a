package dev.kubewasm.runtime.abi;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** How the bytes of one string are to be read. */
enum StringForm {
    UTF8(StandardCharsets.UTF_8, 1),
    UTF16(StandardCharsets.UTF_16LE, 2),
    LATIN1(StandardCharsets.ISO_8859_1, 1);

    private final Charset charset;
    private final int unit;

    StringForm(Charset charset, int unit) {
        this.charset = charset;
        this.unit = unit;
    }

    /** Java's name for it. */
    Charset charset() {
        return charset;
    }

    /** Bytes of a code unit. */
    int unit() {
        return unit;
    }

    /** What is right for a string of such characters in a memory of {@code encoding}. */
    static StringForm in(StringEncoding encoding, boolean allLatin1) {
        return switch (encoding) {
            case UTF8 -> UTF8;
            case UTF16 -> UTF16;
            case LATIN1_OR_UTF16 -> allLatin1 ? LATIN1 : UTF16;
        };
    }
}
