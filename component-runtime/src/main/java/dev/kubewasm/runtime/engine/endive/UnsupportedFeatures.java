package dev.kubewasm.runtime.engine.endive;

import dev.kubewasm.component.core.CoreFeature;
import dev.kubewasm.component.core.CoreFeatureScan;
import dev.kubewasm.runtime.engine.CoreModuleException;
import dev.kubewasm.wit.binary.BinarySlice;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.binary.types.CoreItemType;
import dev.kubewasm.wit.binary.types.CoreModuleReader;
import dev.kubewasm.wit.binary.types.CoreModuleReader.Outline;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Refuses modules that need what Endive can't do, by name: before it reads them, for what it doesn't know it takes for
 * malformed, or finds in the middle of a call.
 */
final class UnsupportedFeatures {
    private UnsupportedFeatures() {}

    /**
     * Looks at a module; what is malformed in it is left to Endive to find.
     *
     * @throws CoreModuleException if it has vectors, 64-bit addresses or a shared memory
     */
    static void check(byte[] wasm) {
        BinarySlice module = new BinarySlice(wasm, 0, wasm.length);
        Set<CoreFeature> used;
        boolean shared;
        try {
            used = CoreFeatureScan.of(module);
            shared = used.contains(CoreFeature.THREADS) && sharesMemory(CoreModuleReader.read(module));
        } catch (MalformedBinaryException e) {
            return;
        }
        if (used.contains(CoreFeature.SIMD) || used.contains(CoreFeature.RELAXED_SIMD)) {
            throw unsupported("SIMD is");
        }
        if (used.contains(CoreFeature.MEMORY64)) {
            throw unsupported("memory64 is");
        }
        // Atomic instructions on a memory that one thread has are instructions like others.
        if (shared) {
            throw unsupported("a shared memory: threads are");
        }
    }

    private static boolean sharesMemory(Outline outline) {
        return Stream.concat(
                        outline.memories().stream(),
                        outline.type().imports().stream()
                                .filter(i -> i.type() instanceof CoreItemType.CoreMemory)
                                .map(i -> ((CoreItemType.CoreMemory) i.type()).type()))
                .anyMatch(memory -> memory.limits().shared());
    }

    private static CoreModuleException unsupported(String what) {
        return new CoreModuleException(what + " not supported by this engine", null);
    }
}
