package dev.kubewasm.runtime.wasi.filesystem;

/** {@code advice}, in the order of the WIT. */
enum Advice {
    NORMAL,
    SEQUENTIAL,
    RANDOM,
    WILL_NEED,
    DONT_NEED,
    NO_REUSE
}
