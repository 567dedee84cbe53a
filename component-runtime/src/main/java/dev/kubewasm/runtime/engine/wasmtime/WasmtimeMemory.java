package dev.kubewasm.runtime.engine.wasmtime;

import dev.kubewasm.runtime.engine.CoreMemory;
import dev.kubewasm.runtime.engine.CoreModuleException;
import dev.kubewasm.runtime.engine.ResourceBudget;
import dev.kubewasm.runtime.failure.Trap;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A linear memory whose address space this package reserves, so that it never moves, Java sees its size without asking
 * wasmtime, and growth counts to the budget of the component instance. Like all of its store it is used by one thread at a
 * time.
 */
final class WasmtimeMemory implements CoreMemory {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final ReservedMemory reserved;
    private final ResourceBudget budget;
    /** Exactly the memory: the segment's bounds check is the memory's. */
    private MemorySegment bytes;

    /** The first {@code size} bytes of {@code reserved}, which are counted to the budget already. */
    WasmtimeMemory(ReservedMemory reserved, long size, ResourceBudget budget) {
        this.reserved = reserved;
        this.budget = budget;
        if (!reserved.commit(size)) {
            throw new CoreModuleException("no memory for " + size + " bytes of linear memory", null);
        }
        this.bytes = reserved.bytes(size);
    }

    ReservedMemory reserved() {
        return reserved;
    }

    /** Grows to {@code newSize}; false if there is no room, in the budget or at all. */
    boolean grow(long newSize) {
        long more = newSize - size();
        if (newSize > reserved.capacity() || !budget.reserveMemory(more) || !reserved.commit(newSize)) {
            return false;
        }
        bytes = reserved.bytes(newSize);
        return true;
    }

    /** The store is being freed: every access is out of bounds from now on. */
    void detach() {
        bytes = MemorySegment.NULL;
    }

    @Override
    public long size() {
        return bytes.byteSize();
    }

    private static long offset(int address) {
        return Integer.toUnsignedLong(address);
    }

    @Override
    public byte getByte(int address) {
        try {
            return bytes.get(ValueLayout.JAVA_BYTE, offset(address));
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(address, 1);
        }
    }

    @Override
    public short getShort(int address) {
        try {
            return bytes.get(SHORT, offset(address));
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(address, 2);
        }
    }

    @Override
    public int getInt(int address) {
        try {
            return bytes.get(INT, offset(address));
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(address, 4);
        }
    }

    @Override
    public long getLong(int address) {
        try {
            return bytes.get(LONG, offset(address));
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(address, 8);
        }
    }

    @Override
    public void putByte(int address, byte value) {
        try {
            bytes.set(ValueLayout.JAVA_BYTE, offset(address), value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(address, 1);
        }
    }

    @Override
    public void putShort(int address, short value) {
        try {
            bytes.set(SHORT, offset(address), value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(address, 2);
        }
    }

    @Override
    public void putInt(int address, int value) {
        try {
            bytes.set(INT, offset(address), value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(address, 4);
        }
    }

    @Override
    public void putLong(int address, long value) {
        try {
            bytes.set(LONG, offset(address), value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(address, 8);
        }
    }

    @Override
    public void read(int address, byte[] target, int offset, int length) {
        check(address, length);
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offset(address), target, offset, length);
    }

    @Override
    public void write(int address, byte[] source, int offset, int length) {
        check(address, length);
        MemorySegment.copy(source, offset, bytes, ValueLayout.JAVA_BYTE, offset(address), length);
    }

    @Override
    public byte @Nullable [] array() {
        return null;
    }

    @Override
    public void copyTo(int address, CoreMemory target, int targetAddress, int length) {
        check(address, length);
        if (target instanceof WasmtimeMemory other) {
            other.check(targetAddress, length);
            MemorySegment.copy(bytes, offset(address), other.bytes, offset(targetAddress), length);
        } else {
            byte[] copy = new byte[length];
            read(address, copy, 0, length);
            target.write(targetAddress, copy, 0, length);
        }
    }

    private void check(int address, int length) {
        if (length < 0 || offset(address) > size() - length) {
            throw outOfBounds(address, length);
        }
    }

    private Trap outOfBounds(int address, int length) {
        return new Trap(
                Trap.Kind.MEMORY_OUT_OF_BOUNDS,
                "out of bounds memory access: " + Integer.toUnsignedLong(length) + " bytes at "
                        + Integer.toUnsignedLong(address) + " of " + size());
    }
}
