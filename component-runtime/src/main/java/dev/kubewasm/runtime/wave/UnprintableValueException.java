package dev.kubewasm.runtime.wave;

/** A value has no WAVE text; the message says why. */
public final class UnprintableValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnprintableValueException(String message) {
        super(message);
    }
}
