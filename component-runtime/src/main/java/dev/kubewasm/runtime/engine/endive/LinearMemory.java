package dev.kubewasm.runtime.engine.endive;

import dev.kubewasm.runtime.engine.CoreExtern;
import dev.kubewasm.runtime.engine.CoreMemory;
import dev.kubewasm.runtime.engine.CoreModuleException;
import dev.kubewasm.runtime.engine.MemoryUnavailableException;
import dev.kubewasm.runtime.engine.ResourceBudget;
import dev.kubewasm.runtime.failure.Trap;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ConstantEvaluators;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.MemoryLimits;

/**
 * Linear memory as one byte array, exactly as long as the memory: the array's own bounds check is the memory's. Growth
 * counts against the instance's budget first. A memory is used by one thread at a time (an instance runs one call at a
 * time), so shared memories are refused.
 */
final class LinearMemory implements Memory, CoreMemory, CoreExtern.OfMemory {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private final MemoryLimits limits;
    private final ResourceBudget budget;
    private final DataImages images;
    private byte[] bytes;
    /** Those of the instance that defines it, which initializes it first. */
    private DataSegment @Nullable [] segments;

    /** A memory of zeros; {@code images} are those of the module that defines it. */
    LinearMemory(MemoryLimits limits, ResourceBudget budget, MemoryPool pool, DataImages images) {
        if (limits.shared()) {
            throw new CoreModuleException("shared memories (threads) are not supported", null);
        }
        if (limits.initialPages() > RUNTIME_MAX_PAGES) {
            throw new CoreModuleException(
                    "a memory of " + limits.initialPages() + " pages is larger than this engine's limit of "
                            + RUNTIME_MAX_PAGES,
                    null);
        }
        long size = (long) limits.initialPages() * PAGE_SIZE;
        budget.reserveInitialMemory(size);
        this.limits = limits;
        this.budget = budget;
        this.images = images;
        try {
            this.bytes = pool.take((int) size);
        } catch (OutOfMemoryError e) {
            budget.releaseMemory(size);
            throw new MemoryUnavailableException("a memory of " + size + " bytes", e);
        }
    }

    @Override
    public CoreMemory memory() {
        return this;
    }

    /**
     * Its array, which it has no longer: from now on every address is out of bounds. So nothing may keep the array while
     * it calls something else: what is called may close the instance, and another gets the array.
     */
    byte[] release() {
        byte[] released = bytes;
        bytes = new byte[0];
        return released;
    }

    @Override
    public int pages() {
        return bytes.length / PAGE_SIZE;
    }

    @Override
    public int grow(int more) {
        int before = pages();
        if (more == 0) {
            return before;
        }
        long moreBytes = (long) more * PAGE_SIZE;
        if (more < 0 || more > maximumPages() - before || !budget.reserveMemory(moreBytes)) {
            return -1;
        }
        try {
            bytes = Arrays.copyOf(bytes, (before + more) * PAGE_SIZE);
        } catch (OutOfMemoryError _) {
            // The component may know what to do without; nobody else is to suffer.
            budget.releaseMemory(moreBytes);
            return -1;
        }
        return before;
    }

    @Override
    public int initialPages() {
        return limits.initialPages();
    }

    @Override
    public int maximumPages() {
        return Math.min(limits.maximumPages(), RUNTIME_MAX_PAGES);
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    @Deprecated
    @SuppressWarnings({"removal", "InlineMeSuggester"})
    public Object lock(int address) {
        return this;
    }

    @Override
    @Deprecated
    @SuppressWarnings({"removal", "InlineMeSuggester"})
    public int waitOn(int address, int expected, long timeout) {
        throw new Trap(Trap.Kind.OTHER, "atomic wait on a memory that isn't shared");
    }

    @Override
    @Deprecated
    @SuppressWarnings({"removal", "InlineMeSuggester"})
    public int waitOn(int address, long expected, long timeout) {
        throw new Trap(Trap.Kind.OTHER, "atomic wait on a memory that isn't shared");
    }

    @Override
    @Deprecated
    @SuppressWarnings({"removal", "InlineMeSuggester"})
    public int notify(int address, int maxThreads) {
        return 0;
    }

    @Override
    public void initialize(Instance instance, DataSegment[] dataSegments) {
        initialize(instance, dataSegments, 0);
    }

    @Override
    public void initialize(Instance instance, DataSegment[] dataSegments, int memoryIndex) {
        // Instances that import the memory initialize it too; if they have passive segments, through a BorrowedMemory.
        boolean fresh = segments == null;
        if (fresh) {
            segments = dataSegments;
        }
        Optional<DataImage> image = fresh ? images.of(memoryIndex).filter(i -> i.fits(bytes.length)) : Optional.empty();
        if (image.isPresent()) {
            image.get().writeTo(bytes);
            dropActive(dataSegments, memoryIndex);
        } else {
            initializeActive(instance, dataSegments, memoryIndex);
        }
    }

    private static void dropActive(DataSegment[] dataSegments, int memoryIndex) {
        for (int i = 0; i < dataSegments.length; i++) {
            if (dataSegments[i] instanceof ActiveDataSegment active && active.index() == memoryIndex) {
                dataSegments[i] = run.endive.wasm.types.PassiveDataSegment.EMPTY;
            }
        }
    }

    /** Writes the active segments of {@code instance}, in which the memory has that index, and drops them. */
    void initializeActive(Instance instance, DataSegment[] dataSegments, int memoryIndex) {
        for (int i = 0; i < dataSegments.length; i++) {
            if (dataSegments[i] instanceof ActiveDataSegment active && active.index() == memoryIndex) {
                int offset = (int) ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0];
                write(offset, active.data(), 0, active.data().length);
                dataSegments[i] = run.endive.wasm.types.PassiveDataSegment.EMPTY;
            }
        }
    }

    @Override
    public void initPassiveSegment(int segment, int target, int offset, int length) {
        initFrom(Objects.requireNonNull(segments)[segment], target, offset, length);
    }

    /** Writes a part of a segment. */
    void initFrom(DataSegment segment, int target, int offset, int length) {
        byte[] data = segment.data();
        if (offset < 0 || length < 0 || offset > data.length - length) {
            throw outOfBounds(target, length);
        }
        write(target, data, offset, length);
    }

    @Override
    public void drop(int segment) {
        Objects.requireNonNull(segments)[segment] = run.endive.wasm.types.PassiveDataSegment.EMPTY;
    }

    @Override
    public void zero() {
        // Called once, before the data segments: the array is still all zeros.
    }

    @Override
    public void fill(byte value, int from, int to) {
        check(from, to - from);
        Arrays.fill(bytes, from, to, value);
    }

    @Override
    public void copy(int target, int source, int length) {
        check(target, length);
        check(source, length);
        System.arraycopy(bytes, source, bytes, target, length);
    }

    @Override
    public void write(int address, byte[] data, int offset, int length) {
        check(address, length);
        System.arraycopy(data, offset, bytes, address, length);
    }

    @Override
    public void read(int address, byte[] target, int offset, int length) {
        check(address, length);
        System.arraycopy(bytes, address, target, offset, length);
    }

    @Override
    public byte[] readBytes(int address, int length) {
        check(address, length);
        return Arrays.copyOfRange(bytes, address, address + length);
    }

    @Override
    public byte[] array() {
        return bytes;
    }

    @Override
    public void copyTo(int address, CoreMemory target, int targetAddress, int length) {
        check(address, length);
        target.write(targetAddress, bytes, address, length);
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public byte read(int address) {
        try {
            return bytes[address];
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(address, 1);
        }
    }

    @Override
    public byte getByte(int address) {
        return read(address);
    }

    @Override
    public void writeByte(int address, byte value) {
        try {
            bytes[address] = value;
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(address, 1);
        }
    }

    @Override
    public void putByte(int address, byte value) {
        writeByte(address, value);
    }

    @Override
    public short readShort(int address) {
        try {
            return (short) SHORT.get(bytes, address);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(address, 2);
        }
    }

    @Override
    public short getShort(int address) {
        return readShort(address);
    }

    @Override
    public long readU16(int address) {
        return readShort(address) & 0xffff;
    }

    @Override
    public void writeShort(int address, short value) {
        try {
            SHORT.set(bytes, address, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(address, 2);
        }
    }

    @Override
    public void putShort(int address, short value) {
        writeShort(address, value);
    }

    @Override
    public int readInt(int address) {
        try {
            return (int) INT.get(bytes, address);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(address, 4);
        }
    }

    @Override
    public int getInt(int address) {
        return readInt(address);
    }

    @Override
    public void writeI32(int address, int value) {
        try {
            INT.set(bytes, address, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(address, 4);
        }
    }

    @Override
    public void putInt(int address, int value) {
        writeI32(address, value);
    }

    @Override
    public long readLong(int address) {
        try {
            return (long) LONG.get(bytes, address);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(address, 8);
        }
    }

    @Override
    public long getLong(int address) {
        return readLong(address);
    }

    @Override
    public void writeLong(int address, long value) {
        try {
            LONG.set(bytes, address, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(address, 8);
        }
    }

    @Override
    public void putLong(int address, long value) {
        writeLong(address, value);
    }

    @Override
    public float readFloat(int address) {
        try {
            return (float) FLOAT.get(bytes, address);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(address, 4);
        }
    }

    @Override
    public long readF32(int address) {
        return readInt(address);
    }

    @Override
    public void writeF32(int address, float value) {
        try {
            FLOAT.set(bytes, address, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(address, 4);
        }
    }

    @Override
    public double readDouble(int address) {
        try {
            return (double) DOUBLE.get(bytes, address);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(address, 8);
        }
    }

    @Override
    public long readF64(int address) {
        return readLong(address);
    }

    @Override
    public void writeF64(int address, double value) {
        try {
            DOUBLE.set(bytes, address, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(address, 8);
        }
    }

    private void check(int address, int length) {
        if (address < 0 || length < 0 || address > bytes.length - length) {
            throw outOfBounds(address, length);
        }
    }

    private Trap outOfBounds(int address, int length) {
        return new Trap(
                Trap.Kind.MEMORY_OUT_OF_BOUNDS,
                "out of bounds memory access: " + Integer.toUnsignedLong(length) + " bytes at "
                        + Integer.toUnsignedLong(address) + " of " + bytes.length);
    }
}
