package dev.kubewasm.runtime.value;

/** A text isn't the WAVE form of a value of the type. */
public final class WaveException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int position;

    WaveException(int position, String message) {
        super("at character " + (position + 1) + ": " + message);
        this.position = position;
    }

    /** Where, in UTF-16 code units from the beginning of the text. */
    public int position() {
        return position;
    }
}
