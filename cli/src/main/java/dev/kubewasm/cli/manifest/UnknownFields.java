package dev.kubewasm.cli.manifest;

/** Is told of fields that nothing here reads. */
@FunctionalInterface
public interface UnknownFields {
    /**
     * A field that is passed over.
     *
     * @param line in the document, from 1
     * @param path such as {@code spec.containers[0].imag}
     * @param message names it and, if one is alike, the field that may be meant
     */
    void found(int line, String path, String message);
}
