package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.CoreFunction;
import dev.kubewasm.runtime.engine.CoreMemory;
import dev.kubewasm.runtime.engine.typed.Realloc;
import dev.kubewasm.runtime.engine.typed.TypedCalls;
import java.lang.constant.MethodTypeDesc;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One side of a call: an instance with the options of the canonical function by which it calls or is called
 * (CanonicalABI.md, "Canonical ABI Options").
 */
public final class Side {
    private static final MethodTypeDesc REALLOC = MethodTypeDesc.ofDescriptor("(IIII)I");

    private static final String REALLOC_RETURNED = "realloc returned";

    private final InstanceScope instance;
    private final StringEncoding encoding;
    private final @Nullable CoreMemory memory;
    private final @Nullable CoreFunction realloc;
    private final @Nullable Realloc typedRealloc;

    /** The options as they are at run time; memory and realloc are there if the function's types need them. */
    public Side(
            InstanceScope instance,
            StringEncoding encoding,
            Optional<CoreMemory> memory,
            Optional<CoreFunction> realloc) {
        this.instance = instance;
        this.encoding = encoding;
        this.memory = memory.orElse(null);
        this.realloc = realloc.orElse(null);
        this.typedRealloc =
                realloc.map(r -> (Realloc) TypedCalls.of(r, REALLOC)).orElse(null);
    }

    InstanceScope instance() {
        return instance;
    }

    /** The memory, if the function's types need one. */
    @Nullable CoreMemory memoryOrNull() {
        return memory;
    }

    /** The realloc, if the function's types need one. */
    @Nullable Realloc reallocOrNull() {
        return typedRealloc;
    }

    StringEncoding encoding() {
        return encoding;
    }

    CoreMemory memory() {
        if (memory == null) {
            throw new IllegalStateException("a canonical function without memory passes a value in memory");
        }
        return memory;
    }

    /** Allocates memory in the instance, by its {@code realloc}; checks what that returns. */
    int allocate(int alignment, long size) {
        if (realloc == null) {
            throw new IllegalStateException("a canonical function without realloc allocates memory");
        }
        int address = (int) instance.runWithoutLeaving(realloc, 0, 0, alignment, size)[0];
        check(address, alignment, size, REALLOC_RETURNED);
        return address;
    }

    /** {@code realloc} ended by {@code failure}; returns what is to be thrown. */
    RuntimeException reallocFailed(Throwable failure) {
        return instance.failed(Objects.requireNonNull(realloc), failure);
    }

    /** {@code realloc} returned an address at which there aren't {@code size} bytes; returns what is to be thrown. */
    AbiTrap misallocated(int address, long size) {
        return outOfBounds(address, size, REALLOC_RETURNED);
    }

    /** Traps unless {@code size} bytes at {@code address} are aligned and in the memory. */
    void check(int address, int alignment, long size, String what) {
        if ((address & (alignment - 1)) != 0) {
            throw new AbiTrap(instance, what + " an unaligned address: " + Integer.toUnsignedString(address));
        }
        if (Integer.toUnsignedLong(address) + size > memory().size()) {
            throw outOfBounds(address, size, what);
        }
    }

    private AbiTrap outOfBounds(int address, long size, String what) {
        return trap(what + " an address out of bounds: " + size + " bytes at " + Integer.toUnsignedString(address));
    }

    AbiTrap trap(String message) {
        return new AbiTrap(instance, message);
    }
}
