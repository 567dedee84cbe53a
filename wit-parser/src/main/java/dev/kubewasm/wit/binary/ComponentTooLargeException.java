package dev.kubewasm.wit.binary;

import java.io.IOException;
import java.nio.file.Path;

/** A file that is larger than the limit for component binaries. */
public final class ComponentTooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    ComponentTooLargeException(Path file, long maxBytes) {
        super("%s is larger than %d MiB, the limit for a component binary".formatted(file, maxBytes >> 20));
    }
}
