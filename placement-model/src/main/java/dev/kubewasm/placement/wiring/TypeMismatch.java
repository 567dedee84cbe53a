package dev.kubewasm.placement.wiring;

/**
 * One place where an export doesn't offer what an import needs.
 *
 * @param path from the interface to the place, for example {@code calculate › result › list element › discount-pct}
 * @param expected what the import needs there
 * @param found what the export has there
 */
public record TypeMismatch(String path, String expected, String found) {}
