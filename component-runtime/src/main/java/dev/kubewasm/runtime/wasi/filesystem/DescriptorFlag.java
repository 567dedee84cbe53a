package dev.kubewasm.runtime.wasi.filesystem;

/** {@code descriptor-flags}, in the order of the WIT. */
enum DescriptorFlag {
    READ,
    WRITE,
    FILE_INTEGRITY_SYNC,
    DATA_INTEGRITY_SYNC,
    REQUESTED_WRITE_SYNC,
    MUTATE_DIRECTORY
}
