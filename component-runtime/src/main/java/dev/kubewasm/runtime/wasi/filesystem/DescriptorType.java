package dev.kubewasm.runtime.wasi.filesystem;

/** {@code descriptor-type}, in the order of the WIT. */
enum DescriptorType {
    UNKNOWN,
    BLOCK_DEVICE,
    CHARACTER_DEVICE,
    DIRECTORY,
    FIFO,
    SYMBOLIC_LINK,
    REGULAR_FILE,
    SOCKET
}
