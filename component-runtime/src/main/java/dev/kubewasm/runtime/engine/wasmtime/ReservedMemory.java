package dev.kubewasm.runtime.engine.wasmtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kubewasm.runtime.engine.CoreModuleException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/**
 * Address space reserved for a linear memory, of which a first part is memory and the rest faults, as wasmtime's code
 * expects.
 *
 * @param base where it begins
 * @param capacity how much of it may become memory
 * @param length how long it is with its guard
 */
@SuppressWarnings("restricted")
record ReservedMemory(long base, long capacity, long length) {
    private static final boolean MAC =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
    private static final int PROT_NONE = 0;
    private static final int PROT_READ_WRITE = 3;
    /** Private, anonymous, without swap space reserved. */
    private static final int FLAGS = MAC ? 0x2 | 0x1000 | 0x40 : 0x2 | 0x20 | 0x4000;

    private static final long PAGE = 65536;
    private static final long FAILED = -1;

    private static final MethodHandle MMAP =
            libc("mmap", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MPROTECT =
            libc("mprotect", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle MUNMAP = libc("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));

    private static MethodHandle libc(String name, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup()
                        .find(name)
                        .orElseThrow(() -> new IllegalStateException("this operating system has no " + name)),
                type);
    }

    /**
     * Reserves address space for {@code capacity} bytes, none of which is memory yet.
     *
     * @throws CoreModuleException if the operating system has none
     */
    static ReservedMemory reserve(long capacity, long guard) {
        long usable = roundUp(capacity);
        long length = Math.max(PAGE, usable + roundUp(guard));
        long base;
        try {
            base = (long) MMAP.invokeExact(MemorySegment.NULL, length, PROT_NONE, FLAGS, -1, 0L);
        } catch (Throwable e) {
            throw failed(e);
        }
        if (base == FAILED) {
            throw new CoreModuleException("no address space for a linear memory of " + capacity + " bytes", null);
        }
        return new ReservedMemory(base, usable, length);
    }

    private static long roundUp(long size) {
        return Math.addExact(size, PAGE - 1) / PAGE * PAGE;
    }

    /** Makes the first {@code size} bytes memory, zeros where they weren't; false if there is no memory. */
    boolean commit(long size) {
        if (size > capacity) {
            return false;
        }
        try {
            return size == 0 || (int) MPROTECT.invokeExact(base, roundUp(size), PROT_READ_WRITE) == 0;
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** Its first {@code size} bytes, which are memory. */
    MemorySegment bytes(long size) {
        return MemorySegment.ofAddress(base).reinterpret(size);
    }

    void free() {
        try {
            if ((int) MUNMAP.invokeExact(base, length) != 0) {
                throw new IllegalStateException("munmap refused " + this);
            }
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    private static RuntimeException failed(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException known ? known : new IllegalStateException(e);
    }
}
