package dev.kubewasm.runtime.engine;

import org.jspecify.annotations.Nullable;

/**
 * A linear memory. Addresses are unsigned 32-bit numbers; every access is checked against the current size and traps
 * with {@code MEMORY_OUT_OF_BOUNDS}. Multi-byte values are little-endian.
 */
public interface CoreMemory {
    /** The current size in bytes. */
    long size();

    /** Reads a byte, sign-extended. */
    byte getByte(int address);

    /** Reads 16 bits, sign-extended. */
    short getShort(int address);

    /** Reads 32 bits. */
    int getInt(int address);

    /** Reads 64 bits. */
    long getLong(int address);

    /** Writes a byte. */
    void putByte(int address, byte value);

    /** Writes 16 bits. */
    void putShort(int address, short value);

    /** Writes 32 bits. */
    void putInt(int address, int value);

    /** Writes 64 bits. */
    void putLong(int address, long value);

    /** Copies {@code length} bytes at {@code address} to {@code target}. */
    void read(int address, byte[] target, int offset, int length);

    /** Copies {@code length} bytes of {@code source} to {@code address}. */
    void write(int address, byte[] source, int offset, int length);

    /**
     * The bytes of the memory where they are an array, which is so until it grows next; null if they aren't. The memory
     * begins at the first.
     */
    byte @Nullable [] array();

    /** Copies {@code length} bytes at {@code address} to {@code targetAddress} of another memory, or of this one. */
    void copyTo(int address, CoreMemory target, int targetAddress, int length);
}
