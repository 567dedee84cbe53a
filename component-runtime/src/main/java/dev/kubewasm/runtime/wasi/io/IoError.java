package dev.kubewasm.runtime.wasi.io;

import java.io.IOException;

/**
 * What a {@code wasi:io/error.error} stands for.
 *
 * @param cause what happened; other interfaces recognise their own exceptions here ({@code filesystem-error-code})
 */
public record IoError(IOException cause) {
    /** A text for people ({@code to-debug-string}). */
    public String debugString() {
        String message = cause.getMessage();
        return message != null ? message : cause.getClass().getSimpleName();
    }
}
