package dev.kubewasm.testkit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes binaries as accidents do: bits, bytes, numbers, ranges and whole sections, and parts of other binaries. */
public final class Mutations {
    private final List<byte[]> seeds;

    /** Mutations that take parts from {@code seeds}. */
    public Mutations(List<byte[]> seeds) {
        this.seeds = List.copyOf(seeds);
    }

    /** The randomness of case {@code number}. Plain seeds that follow each other make generators that begin alike. */
    public static Random random(long number) {
        return new Random(number * 0x9e37_79b9_7f4a_7c15L);
    }

    /** {@code bytes} with one byte changed, to one that may well be meant. */
    public static byte[] small(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        return with(
                bytes,
                at,
                switch (random.nextInt(4)) {
                    case 0 -> (byte) (bytes[at] ^ (1 << random.nextInt(8)));
                    case 1 -> (byte) (bytes[at] + 1);
                    case 2 -> (byte) (bytes[at] - 1);
                    default -> bytes[random.nextInt(bytes.length)];
                });
    }

    /** {@code bytes}, changed in a few places; the same for the same state of {@code random}. */
    public byte[] of(byte[] bytes, Random random) {
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

    private byte[] other(Random random) {
        byte[] seed = seeds.get(random.nextInt(seeds.size()));
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
}
