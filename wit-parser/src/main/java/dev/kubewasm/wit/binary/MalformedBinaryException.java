package dev.kubewasm.wit.binary;

/** A binary that can't be decoded or isn't valid. The message is one line: what, in which section, at which offset. */
public final class MalformedBinaryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long offset;
    private final Section section;

    /**
     * A problem found in a binary.
     *
     * @param offset byte offset from the start of the binary
     * @param section the part it is in
     * @param problem what is wrong, one line
     */
    public MalformedBinaryException(long offset, Section section, String problem) {
        super("%s (%s, offset 0x%x)".formatted(problem, section.text(), offset));
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
}
