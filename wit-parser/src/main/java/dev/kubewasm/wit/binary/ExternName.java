package dev.kubewasm.wit.binary;

import java.util.Optional;

/**
 * The name of an import or export with its attributes ({@code nameattributes}).
 *
 * @param name the {@code externname}, for example {@code wasi:io/streams@0.2.12} or {@code [method]item.get}
 * @param implementsInterface the interface that a plainly named instance implements
 * @param versionSuffix what {@code name}'s canonical version leaves out
 * @param externalId an identifier for tools outside
 */
public record ExternName(
        String name,
        Optional<String> implementsInterface,
        Optional<String> versionSuffix,
        Optional<String> externalId) {
    /** A name without attributes. */
    public static ExternName of(String name) {
        return new ExternName(name, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
