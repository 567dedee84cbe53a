package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.CoreMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** A memory for tests of the canonical ABI alone, without an engine. */
final class TestMemory implements CoreMemory {
    private final ByteBuffer bytes;
    private final boolean showsArray;

    /** {@code showsArray} says whether it is an array for whoever asks: not so with every engine. */
    TestMemory(int size, boolean showsArray) {
        this.bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        this.showsArray = showsArray;
    }

    @Override
    public long size() {
        return bytes.capacity();
    }

    @Override
    public byte getByte(int address) {
        return bytes.get(address);
    }

    @Override
    public short getShort(int address) {
        return bytes.getShort(address);
    }

    @Override
    public int getInt(int address) {
        return bytes.getInt(address);
    }

    @Override
    public long getLong(int address) {
        return bytes.getLong(address);
    }

    @Override
    public void putByte(int address, byte value) {
        bytes.put(address, value);
    }

    @Override
    public void putShort(int address, short value) {
        bytes.putShort(address, value);
    }

    @Override
    public void putInt(int address, int value) {
        bytes.putInt(address, value);
    }

    @Override
    public void putLong(int address, long value) {
        bytes.putLong(address, value);
    }

    @Override
    public void read(int address, byte[] target, int offset, int length) {
        bytes.get(address, target, offset, length);
    }

    @Override
    public void write(int address, byte[] source, int offset, int length) {
        bytes.put(address, source, offset, length);
    }

    @Override
    public byte @Nullable [] array() {
        return showsArray ? bytes.array() : null;
    }

    @Override
    public void copyTo(int address, CoreMemory target, int targetAddress, int length) {
        target.write(targetAddress, bytes.array(), address, length);
    }
}
