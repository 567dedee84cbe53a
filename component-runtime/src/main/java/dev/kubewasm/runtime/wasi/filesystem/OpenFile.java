package dev.kubewasm.runtime.wasi.filesystem;

import dev.kubewasm.runtime.wasi.io.InputSource;
import dev.kubewasm.runtime.wasi.io.OutputSink;
import dev.kubewasm.runtime.wasi.support.EnumTypes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * An open regular file. Operations that Java offers by name only (stat, times, appending) look whether the name still
 * leads to this file; if it was renamed or unlinked, stat tells less and the others are {@code unsupported}.
 */
final class OpenFile implements Descriptor {
    /** The most bytes that one {@code read} returns; less than asked for is allowed. */
    static final int MAX_READ = 64 * 1024;

    private final SharedChannel channel;
    private final OpenHandles handles;
    private final Path path;
    private final Optional<Object> identity;
    private final boolean mutable;
    private final int flags;

    /**
     * A file just opened, the {@link NamespaceLock} still held.
     *
     * @param channel open for what {@code flags} say
     * @param path where it is
     * @param mutable whether it was opened through a directory that allows changes
     * @param flags bits of {@link DescriptorFlag}
     */
    OpenFile(SharedChannel channel, OpenHandles handles, Path path, boolean mutable, int flags) throws IOException {
        this.channel = channel;
        this.handles = handles;
        this.path = path;
        this.identity = PathResolver.attributes(path).map(BasicFileAttributes::fileKey);
        this.mutable = mutable;
        this.flags = flags;
    }

    @Override
    public int flags() {
        return flags;
    }

    @Override
    public DescriptorType type() {
        return DescriptorType.REGULAR_FILE;
    }

    @Override
    public Optional<Object> identity() {
        return identity;
    }

    @Override
    public ObjectAttributes stat() throws IOException {
        return NamespaceLock.looking(() -> stillNamed()
                ? ObjectAttributes.read(path)
                : ObjectAttributes.ofNameless(channel.get().size(), identity));
    }

    @Override
    public void setTimes(NewTimes times) throws IOException {
        if (!mutable) {
            throw new FilesystemException(ErrorCode.READ_ONLY);
        }
        NamespaceLock.looking(() -> {
            requireNamed();
            times.applyTo(path);
            return times;
        });
    }

    @Override
    public void sync(boolean metadata) throws IOException {
        if (has(DescriptorFlag.WRITE)) {
            channel.get().force(metadata);
        }
    }

    @Override
    public void drop() {
        channel.release();
    }

    /**
     * {@code read}: at most {@link #MAX_READ} bytes, none at or after the end.
     *
     * @param length how many, unsigned
     */
    byte[] read(long length, long offset) throws IOException {
        requireReadable();
        requireOffset(offset);
        int count = Long.compareUnsigned(length, MAX_READ) < 0 ? (int) length : MAX_READ;
        return readAt(count, offset);
    }

    /** Whether the file ends at or before {@code offset}. */
    boolean endsAt(long offset) throws IOException {
        return offset >= channel.get().size();
    }

    /** {@code write}: all of {@code bytes}. */
    void write(byte[] bytes, long offset) throws IOException {
        requireWritable();
        requireOffset(offset);
        writeAt(channel.get(), bytes, offset);
    }

    /** {@code set-size}. */
    void setSize(long size) throws IOException {
        requireWritable();
        requireOffset(size);
        long before = channel.get().size();
        if (size < before) {
            channel.get().truncate(size);
        } else if (size > before) {
            // The host fills what is skipped with zeros.
            writeAt(channel.get(), new byte[1], size - 1);
        }
    }

    /** {@code read-via-stream}. */
    InputSource readStream(long offset) throws IOException {
        requireReadable();
        requireOffset(offset);
        return new Source(channel.retain(), offset);
    }

    /** {@code write-via-stream}. */
    OutputSink writeStream(long offset) throws IOException {
        requireWritable();
        requireOffset(offset);
        return new Sink(channel.retain(), offset);
    }

    /** {@code append-via-stream}: a channel of its own, so that the host finds the end for every write. */
    OutputSink appendStream() throws IOException {
        requireWritable();
        return NamespaceLock.looking(() -> {
            requireNamed();
            Set<OpenOption> options = Set.of(StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
            return new Appender(SharedChannel.open(path, options, handles));
        });
    }

    private boolean has(DescriptorFlag flag) {
        return (flags & EnumTypes.bit(flag)) != 0;
    }

    private void requireReadable() throws FilesystemException {
        if (!has(DescriptorFlag.READ)) {
            throw new FilesystemException(ErrorCode.BAD_DESCRIPTOR);
        }
    }

    private void requireWritable() throws FilesystemException {
        if (!has(DescriptorFlag.WRITE)) {
            throw new FilesystemException(ErrorCode.BAD_DESCRIPTOR);
        }
    }

    /** Offsets are unsigned, but no file is as long as the signed ones. */
    private static void requireOffset(long offset) throws FilesystemException {
        if (offset < 0) {
            throw new FilesystemException(ErrorCode.INVALID);
        }
    }

    private boolean stillNamed() throws IOException {
        return identity.isPresent()
                && PathResolver.attributes(path)
                        .map(BasicFileAttributes::fileKey)
                        .equals(identity);
    }

    private void requireNamed() throws IOException {
        if (!stillNamed()) {
            throw new FilesystemException(ErrorCode.UNSUPPORTED);
        }
    }

    private byte[] readAt(int max, long offset) throws IOException {
        return readAt(channel.get(), max, offset);
    }

    private static byte[] readAt(FileChannel channel, int max, long offset) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(max);
        int count = channel.read(buffer, offset);
        return count == max ? buffer.array() : Arrays.copyOf(buffer.array(), Math.max(count, 0));
    }

    private static void writeAt(FileChannel channel, byte[] bytes, long offset) throws IOException {
        if (offset > Long.MAX_VALUE - bytes.length) {
            throw new FilesystemException(ErrorCode.FILE_TOO_LARGE);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            int ignored = channel.write(buffer, offset + buffer.position());
        }
    }

    /** Reads on from an offset. */
    private static final class Source implements InputSource {
        private final SharedChannel channel;
        private long offset;

        Source(SharedChannel channel, long offset) {
            this.channel = channel;
            this.offset = offset;
        }

        @Override
        public Optional<byte[]> read(int max) throws IOException {
            byte[] bytes = readAt(channel.get(), max, offset);
            offset += bytes.length;
            return bytes.length == 0 && max > 0 ? Optional.empty() : Optional.of(bytes);
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public void close() {
            channel.release();
        }
    }

    /** Writes on from an offset. */
    private static final class Sink implements OutputSink {
        private final SharedChannel channel;
        private long offset;

        Sink(SharedChannel channel, long offset) {
            this.channel = channel;
            this.offset = offset;
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            writeAt(channel.get(), bytes, offset);
            offset += bytes.length;
        }

        /** Nothing is held back: the host has what was written. */
        @Override
        public void flush() {}

        @Override
        public void close() {
            channel.release();
        }
    }

    /** Writes at the end, wherever that is. */
    private record Appender(SharedChannel channel) implements OutputSink {
        @Override
        public void write(byte[] bytes) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                int ignored = channel.get().write(buffer);
            }
        }

        /** Nothing is held back: the host has what was written. */
        @Override
        public void flush() {}

        @Override
        public void close() {
            channel.release();
        }
    }
}
