package dev.kubewasm.wit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.kubewasm.testkit.Scale;
import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.print.WitPrinter;
import dev.kubewasm.wit.resolve.Features;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever is done to a binary, what comes back is packages or a world that print, or one diagnostic, and no more
 * memory is allocated on the way than the limits on work with types allow.
 */
class BinaryMutationTest {
    /** The seeds are below 3 KiB; the step limit of the resolver alone stands for some 100 MiB. */
    private static final long MAX_ALLOCATED = 256L << 20;

    private static final List<byte[]> SEEDS = Stream.of(
                    "types", "worlds", "ids", "plain", "gates", "uses", "whole", "nested")
            .map(Binaries::read)
            .toList();

    private static byte[] mutate(byte[] bytes, Random random) {
        byte[] out = bytes;
        for (int n = 1 + random.nextInt(random.nextInt(1, 5)); n > 0 && out.length > 0; n--) {
            int from = random.nextInt(out.length);
            int to = Math.min(out.length, from + 1 + random.nextInt(random.nextInt(1, 64)));
            byte[] range = Arrays.copyOfRange(out, from, to);
            out = switch (random.nextInt(9)) {
                case 0 -> with(out, from, (byte) (out[from] ^ (1 << random.nextInt(8))));
                case 1 -> with(out, from, (byte) random.nextInt(256));
                case 2 -> with(out, from, (byte) (out[from] + (random.nextBoolean() ? 1 : -1)));
                case 3 -> with(out, from, out[random.nextInt(out.length)]);
                case 4 -> splice(out, from, to, new byte[0]);
                case 5 -> splice(out, from, from, range);
                case 6 -> splice(out, from, from + 1, leb(random));
                case 7 -> random.nextInt(4) == 0 ? Arrays.copyOf(out, from) : sections(out, random);
                default -> splice(out, from, to, other(random));
            };
        }
        return out;
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        byte[] out = bytes.clone();
        out[at] = value;
        return out;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] between) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(between);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }

    private static byte[] other(Random random) {
        byte[] seed = SEEDS.get(random.nextInt(SEEDS.size()));
        int from = random.nextInt(seed.length);
        return Arrays.copyOfRange(seed, from, Math.min(seed.length, from + random.nextInt(1, 32)));
    }

    /** A number as LEB128, sometimes longer than it need be or than it may. */
    private static byte[] leb(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long left = random.nextLong() >>> random.nextInt(64);
        int padding = random.nextInt(4) == 0 ? random.nextInt(10) : 0;
        while (left > 0x7f || padding-- > 0) {
            out.write((int) ((left & 0x7f) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
        return out.toByteArray();
    }

    /** With two of the outermost sections exchanged, or one repeated or left out, as far as there are sections. */
    private static byte[] sections(byte[] bytes, Random random) {
        List<byte[]> parts = new ArrayList<>();
        int at = 8;
        while (at + 2 < bytes.length) {
            int size = bytes[at + 1] & 0x7f;
            int head = 2;
            if (bytes[at + 1] < 0) {
                size |= (bytes[at + 2] & 0x7f) << 7;
                head = 3;
            }
            int end = Math.min(bytes.length, at + head + size);
            parts.add(Arrays.copyOfRange(bytes, at, end));
            at = end;
        }
        if (parts.isEmpty()) {
            return bytes;
        }
        int one = random.nextInt(parts.size());
        int two = random.nextInt(parts.size());
        switch (random.nextInt(3)) {
            case 0 -> java.util.Collections.swap(parts, one, two);
            case 1 -> parts.add(two, parts.get(one));
            default -> parts.remove(one);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, 8);
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }

    @Test
    void nothingThrowsAndWhatIsAcceptedPrints() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int packages = 0;
        int worlds = 0;
        int cases = Scale.cases(200_000);
        for (int i = 0; i < cases; i++) {
            Random random = new Random(i);
            byte[] bytes = mutate(SEEDS.get(random.nextInt(SEEDS.size())), random);
            Features features = random.nextBoolean() ? Features.NONE : Features.ALL;
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                switch (WitBinary.decode("mutated.wasm", bytes, features)) {
                    case WitBinary.Decoded.Packages found -> {
                        assertThat(found.resolution().ok()).isTrue();
                        Wit.resolve(List.of(
                                new WitSource("printed.wit", found.resolution().print())));
                        packages++;
                    }
                    case WitBinary.Decoded.OfComponent found -> {
                        assertThat(WitPrinter.print(found.world())).isNotEmpty();
                        worlds++;
                    }
                    case WitBinary.Decoded.Failed failed -> assertExplained(failed.diagnostics());
                }
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError("seed " + i + " on " + HexFormat.of().formatHex(bytes), e);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes allocated, seed %d", i)
                    .isLessThan(MAX_ALLOCATED);
        }
        assertThat(packages)
                .as("mutations that are still packages, of %d", cases)
                .isPositive();
        assertThat(worlds)
                .as("mutations that are still components, of %d", cases)
                .isPositive();
    }

    private static void assertExplained(List<Diagnostic> diagnostics) {
        assertThat(diagnostics).hasSize(1);
        assertThat(diagnostics.getFirst().message())
                .isNotBlank()
                .doesNotContain("null", "\n")
                .hasSizeLessThan(800);
    }
}
