package dev.kubewasm.runtime.engine.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Compiled code in a folder: one file per module and engine, named by their digest, written beside and moved into place, with
 * a checksum. An entry that can't be read, or isn't whole, counts as missing and is written anew. Several engines and
 * processes may share a folder.
 *
 * <p>Whoever can write to the folder can run code in the process: it must belong to the user alone.
 */
public final class CodeCache {
    private static final System.Logger LOG = System.getLogger(CodeCache.class.getName());
    private static final int HEADER = Integer.BYTES + Long.BYTES;
    private static final int MAGIC = 0x6b776330;

    private final Path folder;
    private final String engine;

    /**
     * The entries of one engine in a folder, which is made if it isn't there.
     *
     * @param engine all that the code depends on beside the module: the engine, its version and settings, the platform, and
     *     the layout of entries
     */
    public CodeCache(Path folder, String engine) {
        this.folder = folder;
        this.engine = engine;
    }

    /** Reads code from an entry. */
    @FunctionalInterface
    public interface Decoder<T> {
        /**
         * The code.
         *
         * @param entry what {@link #store} was given
         * @throws IOException if it can't be used after all: it counts as missing
         */
        T decode(ByteBuffer entry) throws IOException;
    }

    /** A module by its content: the SHA-256 of {@code bytes}, in hexadecimal. */
    public static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The code compiled for the module of that digest, if it is here. */
    public <T> Optional<T> load(String moduleDigest, Decoder<T> decoder) {
        Path file = file(moduleDigest);
        try {
            byte[] bytes = Files.readAllBytes(file);
            ByteBuffer header = ByteBuffer.wrap(bytes);
            if (bytes.length < HEADER || header.getInt() != MAGIC || header.getLong() != checksum(bytes)) {
                LOG.log(System.Logger.Level.WARNING, "{0} is damaged: compiling again", file);
                return Optional.empty();
            }
            return Optional.of(decoder.decode(header.slice()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "{0} can not be read ({1}): compiling again", file, e);
            return Optional.empty();
        }
    }

    /** Keeps {@code code}. A folder that can't be written to costs only time, so it is no error. */
    public void store(String moduleDigest, byte[] code) {
        byte[] bytes = new byte[HEADER + code.length];
        System.arraycopy(code, 0, bytes, HEADER, code.length);
        ByteBuffer.wrap(bytes).putInt(MAGIC).putLong(checksum(bytes));
        try {
            createFolder();
            Path temporary = Files.createTempFile(folder, "new", ".tmp");
            try {
                Files.write(temporary, bytes);
                move(temporary, file(moduleDigest));
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "compiled code can not be kept in {0}: {1}", folder, e);
        }
    }

    private void createFolder() throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] onlyMine = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        Files.createDirectories(folder, onlyMine);
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Path file(String moduleDigest) {
        String key = moduleDigest + " " + engine;
        return folder.resolve(digest(key.getBytes(StandardCharsets.UTF_8)) + ".code");
    }

    private static long checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, HEADER, bytes.length - HEADER);
        return crc.getValue();
    }
}
