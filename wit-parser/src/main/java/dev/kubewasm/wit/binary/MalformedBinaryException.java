package dev.kubewasm.wit.binary;

/** A binary that can't be decoded or isn't valid. The message is one line: what, in which section, at which offset. */
public final class MalformedBinaryException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int MAX_LENGTH = 500;

    private final long offset;
    private final Section section;

    /**
     * A problem found in a binary.
     *
     * @param offset byte offset from the start of the binary
     * @param section the part it is in
     * @param problem what is wrong; names out of the binary may be in it, whatever they hold
     */
    public MalformedBinaryException(long offset, Section section, String problem) {
        super("%s (%s, offset 0x%x)".formatted(oneLine(problem), section.text(), offset));
        this.offset = offset;
        this.section = section;
    }

    /** Byte offset of the problem from the start of the binary. */
    public long offset() {
        return offset;
    }

    /** The section the problem is in. */
    public Section section() {
        return section;
    }

    /** Names come from the binary: they must neither break the line nor drown it. */
    private static String oneLine(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(MAX_LENGTH).forEach(c -> {
            boolean plain = !Character.isISOControl(c) && c != 0x2028 && c != 0x2029;
            if (plain) {
                out.appendCodePoint(c);
            } else {
                out.append("\\u{%x}".formatted(c));
            }
        });
        return text.length() > MAX_LENGTH ? out.append("...").toString() : out.toString();
    }
}
