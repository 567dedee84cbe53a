package dev.kubewasm.runtime.assembly;

import dev.kubewasm.wit.binary.ComponentDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Component binaries in files, which may be stored gzipped: {@code a.wasm} as {@code a.wasm.gz}. */
public final class ComponentFiles {
    private static final String GZIPPED = ".gz";

    private ComponentFiles() {}

    /** The file that holds what {@code file} names: itself, or the gzipped one beside it if only that is there. */
    public static Path locate(Path file) throws NoSuchFileException {
        if (Files.exists(file)) {
            return file;
        }
        Path gzipped = file.resolveSibling(file.getFileName() + GZIPPED);
        if (Files.exists(gzipped)) {
            return gzipped;
        }
        throw new NoSuchFileException(file.toString());
    }

    /**
     * The binary that {@code file} names, at most {@link ComponentDecoder#DEFAULT_MAX_BYTES} of it, unpacked if it is
     * gzipped.
     *
     * @throws NoSuchFileException if neither it nor a gzipped one is there
     * @throws IOException if it can't be read or is larger
     */
    public static byte[] read(Path file) throws IOException {
        Path stored = locate(file);
        if (!stored.toString().endsWith(GZIPPED)) {
            return ComponentDecoder.read(stored);
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(stored), 1 << 16)) {
            byte[] bytes = in.readNBytes((int) ComponentDecoder.DEFAULT_MAX_BYTES);
            if (in.read() >= 0) {
                throw new IOException("%s holds more than %d MiB, the limit for a component binary"
                        .formatted(stored, ComponentDecoder.DEFAULT_MAX_BYTES >> 20));
            }
            return bytes;
        }
    }
}
