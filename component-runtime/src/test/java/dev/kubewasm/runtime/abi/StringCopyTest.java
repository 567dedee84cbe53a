package dev.kubewasm.runtime.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.InstanceLimits;
import dev.kubewasm.testkit.Scale;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Strings on their way between memories: all encodings, in arrays and not. */
class StringCopyTest {
    private static final int ADDRESS = 64;
    private static final int TAG = 1 << 31;

    /** A character of each length in UTF-8, those at the edges of a length and of Latin-1. */
    private static final int[] CHARACTERS = {
        'a', 0, 0x7f, 0x80, 0xe9, 0xff, 0x100, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x1_0000, 0x1_f600, 0x10_ffff
    };

    static Stream<Arguments> ways() {
        return Stream.of(StringEncoding.values())
                .flatMap(from -> Stream.of(StringEncoding.values()).flatMap(to -> Stream.of(0, 1, 2, 3)
                        .map(arrays -> Arguments.of(from, to, (arrays & 1) != 0, (arrays & 2) != 0))));
    }

    private static TestSide side(StringEncoding encoding, boolean showsArray) {
        return new TestSide(encoding, new InstanceStore("test", InstanceLimits.DEFAULT), showsArray);
    }

    /** Puts a string where a component would have it; returns the length that says so. */
    private static int put(TestSide side, StringForm form, byte[] bytes) {
        side.memory.write(ADDRESS, bytes, 0, bytes.length);
        side.side.allocate(2, ADDRESS + bytes.length);
        boolean tagged = side.side.encoding() == StringEncoding.LATIN1_OR_UTF16 && form == StringForm.UTF16;
        return bytes.length / form.unit() | (tagged ? TAG : 0);
    }

    /** The forms in which a component may have a string. */
    private static List<StringForm> forms(StringEncoding encoding, String text) {
        return encoding == StringEncoding.LATIN1_OR_UTF16 && Unicode.isLatin1(text)
                ? List.of(StringForm.LATIN1, StringForm.UTF16)
                : List.of(StringForm.in(encoding, false));
    }

    private static void copies(TestSide source, TestSide target, StringForm form, String text, String what) {
        int length = put(source, form, text.getBytes(form.charset()));
        long pair = StringCodec.copy(source.side, target.side, ADDRESS, length);
        StringForm expected = StringForm.in(target.side.encoding(), Unicode.isLatin1(text));
        byte[] bytes = text.getBytes(expected.charset());
        byte[] copied = new byte[bytes.length];
        target.memory.read(PairCodec.address(pair), copied, 0, copied.length);
        assertThat(copied).as(what).isEqualTo(bytes);
        assertThat(PairCodec.length(pair))
                .as(what)
                .isEqualTo(StringCodec.lengthWord(target.side, expected, bytes.length));
    }

    private static String text(Random random, int length) {
        // Each string draws from the first so many characters: some are ASCII, some Latin-1, some anything.
        int some = 1 + random.nextInt(CHARACTERS.length);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(CHARACTERS[random.nextInt(some)]);
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void theyStayTheSameText(StringEncoding from, StringEncoding to, boolean fromArray, boolean toArray) {
        for (int seed = 0; seed < Scale.cases(4000); seed++) {
            Random random = new Random(seed);
            String text = text(random, random.nextInt(seed % 10 == 0 ? 30_000 : 50));
            for (StringForm form : forms(from, text)) {
                copies(side(from, fromArray), side(to, toArray), form, text, "seed " + seed + " as " + form);
            }
        }
    }

    /** What is copied out goes by pieces, which must not cut a character. */
    @ParameterizedTest
    @MethodSource("ways")
    void noCharacterIsCut(StringEncoding from, StringEncoding to, boolean fromArray, boolean toArray) {
        for (int character : new int[] {0xe9, 0x20ac, 0x1_f600}) {
            for (int before = 8186; before <= 8193; before++) {
                String text = "a".repeat(before / StringForm.in(from, false).unit())
                        + Character.toString(character).repeat(5000) + "z";
                for (StringForm form : forms(from, text)) {
                    copies(side(from, fromArray), side(to, toArray), form, text, before + " before " + character);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whatIsNotWellFormedTraps(StringEncoding from, StringEncoding to, boolean fromArray, boolean toArray) {
        if (from == StringEncoding.LATIN1_OR_UTF16) {
            // There every byte is a character; UTF-16 in it is checked as that of the other encoding.
            return;
        }
        StringForm form = StringForm.in(from, false);
        byte[] bad = form == StringForm.UTF8 ? new byte[] {(byte) 0x82} : new byte[] {0, (byte) 0xdc};
        for (int before : new int[] {0, 1, 8190, 8192, 8193, 20_000}) {
            byte[] bytes = "\u20ac".repeat(before).getBytes(form.charset());
            byte[] whole = Arrays.copyOf(bytes, bytes.length + bad.length);
            System.arraycopy(bad, 0, whole, bytes.length, bad.length);
            TestSide source = side(from, fromArray);
            int length = put(source, form, whole);
            assertThatThrownBy(() -> StringCodec.copy(source.side, side(to, toArray).side, ADDRESS, length))
                    .as("after %s characters", before)
                    .isInstanceOf(Trap.class)
                    .hasMessageContaining("a string is not valid UTF-");
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void nothingOfTheirSizeIsMadeOnTheWay(StringEncoding from, StringEncoding to, boolean fromArray, boolean toArray) {
        String text = "abc\u00e9".repeat(50_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (StringForm form : forms(from, text)) {
            TestSide source = side(from, fromArray);
            TestSide target = side(to, toArray);
            int length = put(source, form, text.getBytes(form.charset()));
            // Classes are loaded and call sites linked by the first of them.
            StringCodec.copy(source.side, target.side, ADDRESS, 8);
            long before = threads.getCurrentThreadAllocatedBytes();
            StringCodec.copy(source.side, target.side, ADDRESS, length);
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("as %s", form)
                    .isLessThan(100_000);
        }
    }
}
