package dev.kubewasm.runtime.typed;

/** A Java type that stands for no WIT type; the message names where it is and what to do. */
public final class JavaTypeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    JavaTypeException(String where, String what) {
        super(where + ": " + what);
    }
}
