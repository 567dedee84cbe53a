package dev.kubewasm.runtime.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnicodeTest {
    private static final int CASES = 50_000;

    @Test
    void theJdksSearchIsOpenToTheTests() {
        assertThat(Ascii.isOpen()).isTrue();
    }

    /** With the JDK's search for ASCII and without it, beside the JDK's decoder. */
    @Test
    void whatIsUtf8() {
        Random random = new Random(7);
        int wellFormed = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = text(random).getBytes(StandardCharsets.UTF_8);
            for (int spoilt = random.nextInt(3); spoilt > 0 && bytes.length > 0; spoilt--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            int start = random.nextInt(bytes.length + 1);
            int length = random.nextInt(bytes.length - start + 1);
            boolean expected = decodes(bytes, start, length);
            wellFormed += expected ? 1 : 0;

            assertThat(Unicode.isUtf8(bytes, start, length)).isEqualTo(expected);
            assertThat(Unicode.isUtf8After(0, bytes, start, length)).isEqualTo(expected);
        }
        assertThat(wellFormed).isBetween(CASES / 5, CASES * 4 / 5);
    }

    /** Runs of ASCII, of up to 200 characters, and between them any other characters. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int runs = random.nextInt(4); runs >= 0; runs--) {
            for (int ascii = random.nextInt(200); ascii > 0; ascii--) {
                text.append((char) random.nextInt(0x80));
            }
            for (int others = random.nextInt(5); others > 0; others--) {
                int point = random.nextInt(Character.MAX_CODE_POINT + 1);
                text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? 'x' : point);
            }
        }
        return text.toString();
    }

    private static boolean decodes(byte[] bytes, int start, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
