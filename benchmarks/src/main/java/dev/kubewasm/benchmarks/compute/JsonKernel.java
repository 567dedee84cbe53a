package dev.kubewasm.benchmarks.compute;

/** {@code json.c} in Java. */
final class JsonKernel {
    private static final int RECORDS = 300;
    private static final int ROOM = 65536;

    private final byte[] text = new byte[ROOM];
    private int length;
    private int at;
    private int sum;
    private double total;

    private JsonKernel() {}

    static int run(int iterations) {
        return new JsonKernel().sum(iterations);
    }

    private void put(String string) {
        for (int i = 0; i < string.length(); i++) {
            text[length++] = (byte) string.charAt(i);
        }
    }

    private void put(int number) {
        put(Integer.toString(number));
    }

    private void generate() {
        RandomNumbers random = new RandomNumbers(5);
        put("[");
        for (int i = 0; i < RECORDS; i++) {
            put(i == 0 ? "\n" : ",\n");
            put("  {\"id\": ");
            put(i);
            put(", \"name\": \"item \\u00e9 ");
            put(random.next() % 100000);
            put("\\n\", \"price\": ");
            put(random.next() % 1000);
            put(".");
            put(10 + random.next() % 90);
            put(", \"stock\": [");
            for (int j = random.next() % 5; j > 0; j--) {
                put("-");
                put(random.next() % 500);
                put(j > 1 ? ", " : "");
            }
            put(random.next() % 2 == 0 ? "], \"sold\": true}" : "], \"sold\": null}");
        }
        put("\n]");
    }

    private void space() {
        while (at < length && (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r')) {
            at++;
        }
    }

    private boolean take(char c) {
        if (at < length && text[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    private boolean word(String expected, int value) {
        sum += value;
        for (int i = 0; i < expected.length(); i++) {
            if (!take(expected.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int hex(byte c) {
        return c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
    }

    private boolean string() {
        if (!take('"')) {
            return false;
        }
        int hash = 0;
        while (at < length && text[at] != '"') {
            int c = text[at++] & 255;
            if (c == '\\') {
                c = text[at++] & 255;
                switch (c) {
                    case 'n' -> c = '\n';
                    case 't' -> c = '\t';
                    case 'u' -> {
                        c = (hex(text[at]) << 12)
                                | (hex(text[at + 1]) << 8)
                                | (hex(text[at + 2]) << 4)
                                | hex(text[at + 3]);
                        at += 4;
                    }
                    default -> {}
                }
            }
            hash = hash * 31 + c;
        }
        sum += hash;
        return take('"');
    }

    private boolean number() {
        boolean negative = take('-');
        int start = at;
        double value = 0;
        while (at < length && text[at] >= '0' && text[at] <= '9') {
            value = value * 10 + (text[at++] - '0');
        }
        if (at == start) {
            return false;
        }
        if (take('.')) {
            double scale = 1;
            while (at < length && text[at] >= '0' && text[at] <= '9') {
                scale /= 10;
                value += (text[at++] - '0') * scale;
            }
        }
        total += negative ? -value : value;
        return true;
    }

    private boolean array() {
        at++;
        space();
        if (take(']')) {
            return true;
        }
        while (true) {
            if (!value()) {
                return false;
            }
            space();
            if (take(']')) {
                return true;
            }
            if (!take(',')) {
                return false;
            }
        }
    }

    private boolean object() {
        at++;
        space();
        if (take('}')) {
            return true;
        }
        while (true) {
            space();
            if (!string()) {
                return false;
            }
            space();
            if (!take(':') || !value()) {
                return false;
            }
            space();
            if (take('}')) {
                return true;
            }
            if (!take(',')) {
                return false;
            }
        }
    }

    private boolean value() {
        space();
        if (at == length) {
            return false;
        }
        return switch (text[at]) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", 1);
            case 'f' -> word("false", 2);
            case 'n' -> word("null", 3);
            default -> number();
        };
    }

    private int sum(int iterations) {
        generate();
        for (int n = 0; n < iterations; n++) {
            at = 0;
            total = 0;
            if (!value()) {
                return 0;
            }
            text[11] = (byte) ('0' + n % 10);
            sum = sum * 31 + (int) (total * 100);
        }
        return sum;
    }
}
