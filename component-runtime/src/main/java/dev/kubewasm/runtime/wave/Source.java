package dev.kubewasm.runtime.wave;

/** The text being read, and which argument of it: makes the errors. */
final class Source {
    private static final int MAX_QUOTED = 40;

    private final String text;
    private Argument argument = Argument.NONE;

    /** The argument that is being read: its number from 1, and the parameter's name. */
    record Argument(int number, String name) {
        static final Argument NONE = new Argument(0, "");

        String prefix() {
            return number == 0 ? "" : "argument " + number + " (" + name + "), ";
        }
    }

    Source(String text) {
        this.text = text;
        if (text.length() > Wave.MAX_LENGTH) {
            throw error(
                    Wave.MAX_LENGTH,
                    "at most " + Wave.MAX_LENGTH + " characters of text",
                    Integer.toString(text.length()));
        }
    }

    String text() {
        return text;
    }

    void enter(Argument now) {
        this.argument = now;
    }

    WaveException error(int offset, String expected, String found) {
        return new WaveException(argument, WavePosition.of(text, offset), expected, found);
    }

    /** The text from {@code start} to {@code end} for a message: shortened, control characters and the like escaped. */
    String quote(int start, int end) {
        StringBuilder out = new StringBuilder();
        int i = start;
        while (i < end && out.length() < MAX_QUOTED) {
            int c = text.codePointAt(i);
            if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
                Escapes.appendHex(out, c);
            } else {
                out.appendCodePoint(c);
            }
            i += Character.charCount(c);
        }
        return i < end ? out.append("...").toString() : out.toString();
    }
}
