package dev.kubewasm.placement.affinity.format;

/** A file that isn't what it should be; the message names the file, and the JSON path of what is wrong. */
public final class UnusableFileException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong with a file, or with something in it. */
    public UnusableFileException(String file, String path, String problem) {
        super(file + ": " + (path.isEmpty() ? "" : path + ": ") + problem);
    }
}
