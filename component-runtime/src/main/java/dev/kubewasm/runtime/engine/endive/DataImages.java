package dev.kubewasm.runtime.engine.endive;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import run.endive.wasm.types.DataSegment;

/** The images of the memories of one module, each made when an instance first wants it. By any thread. */
final class DataImages {
    private final DataSegment[] segments;
    private final Map<Integer, Optional<DataImage>> byMemory = new ConcurrentHashMap<>();

    DataImages(DataSegment[] segments) {
        this.segments = segments;
    }

    /** The image of the memory of that index, if it has one ({@link DataImage#of}). */
    Optional<DataImage> of(int memoryIndex) {
        return byMemory.computeIfAbsent(memoryIndex, index -> DataImage.of(segments, index));
    }
}
