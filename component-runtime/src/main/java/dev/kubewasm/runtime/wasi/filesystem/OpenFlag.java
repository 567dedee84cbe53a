package dev.kubewasm.runtime.wasi.filesystem;

/** {@code open-flags}, in the order of the WIT. */
enum OpenFlag {
    CREATE,
    DIRECTORY,
    EXCLUSIVE,
    TRUNCATE
}
