package dev.kubewasm.cli.manifest;

import java.nio.file.Path;

/**
 * Why a folder or a file can't be used.
 *
 * @param file the file or folder
 * @param line the line, from 1; 0 when it is about the whole file
 * @param message what is wrong and what to do
 */
public record ManifestProblem(Path file, int line, String message) {
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + message;
    }
}
