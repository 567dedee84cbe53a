package dev.kubewasm.runtime.wasi.filesystem;

/** {@code path-flags}. */
enum PathFlag {
    SYMLINK_FOLLOW
}
