package dev.kubewasm.benchmarks.compute;

import java.nio.charset.StandardCharsets;

/** {@code regex.c} in Java; patterns end with a zero, as strings do there. */
final class RegexKernel {
    private static final int LENGTH = 16384;
    private static final byte[] ALPHABET = bytes("abcdefghijklmnopqrstuvwxyz0123456789@@--..      ");
    private static final byte[][] PATTERNS = {
        bytes("[a-z0-9]+@[a-z]+.[a-z]+ \0"),
        bytes("[0-9][0-9]?-[0-9]+-[0-9]*5\0"),
        bytes("a.*b+c?d\0"),
        bytes("x[^ ]*y[^ ]*z\0")
    };

    private final byte[] text = new byte[LENGTH];

    private RegexKernel() {}

    static int run(int iterations) {
        return new RegexKernel().sum(iterations);
    }

    private static byte[] bytes(String string) {
        return string.getBytes(StandardCharsets.US_ASCII);
    }

    private static int elementEnd(byte[] pattern, int from) {
        int at = from;
        if (pattern[at] != '[') {
            return at + 1;
        }
        while (pattern[at] != ']') {
            at++;
        }
        return at + 1;
    }

    private static boolean matchesElement(byte[] pattern, int from, byte c) {
        int at = from;
        if (pattern[at] == '.') {
            return c != '\n';
        }
        if (pattern[at] != '[') {
            return pattern[at] == c;
        }
        boolean found = true;
        at++;
        if (pattern[at] == '^') {
            found = false;
            at++;
        }
        while (pattern[at] != ']') {
            if (pattern[at + 1] == '-') {
                if (c >= pattern[at] && c <= pattern[at + 2]) {
                    return found;
                }
                at += 3;
            } else {
                if (c == pattern[at]) {
                    return found;
                }
                at++;
            }
        }
        return !found;
    }

    private int match(byte[] pattern, int element, int from) {
        int next = element;
        int at = from;
        while (pattern[next] != 0) {
            int end = elementEnd(pattern, next);
            if (pattern[end] == '*' || pattern[end] == '+' || pattern[end] == '?') {
                int least = pattern[end] == '+' ? 1 : 0;
                int most = pattern[end] == '?' ? 1 : LENGTH;
                int count = 0;
                while (count < most && at + count < LENGTH && matchesElement(pattern, next, text[at + count])) {
                    count++;
                }
                for (; count >= least; count--) {
                    int rest = match(pattern, end + 1, at + count);
                    if (rest >= 0) {
                        return rest;
                    }
                }
                return -1;
            }
            if (at == LENGTH || !matchesElement(pattern, next, text[at])) {
                return -1;
            }
            next = end;
            at++;
        }
        return at;
    }

    private int findAll(byte[] pattern) {
        int sum = 0;
        int at = 0;
        while (at < LENGTH) {
            int end = match(pattern, 0, at);
            if (end > at) {
                sum = sum * 31 + (at ^ end);
                at = end;
            } else {
                at++;
            }
        }
        return sum;
    }

    private int sum(int iterations) {
        RandomNumbers random = new RandomNumbers(4);
        for (int i = 0; i < LENGTH; i++) {
            text[i] = i % 64 == 63 ? (byte) '\n' : ALPHABET[random.next() % ALPHABET.length];
        }
        int sum = 0;
        for (int n = 0; n < iterations; n++) {
            text[n * 37 % LENGTH] = (byte) ('a' + n % 26);
            for (byte[] pattern : PATTERNS) {
                sum = sum * 31 + findAll(pattern);
            }
        }
        return sum;
    }
}
