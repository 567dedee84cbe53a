package dev.kubewasm.runtime.wasi.filesystem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;

/** A channel that a descriptor and the streams made of it share; closed when the last of them is dropped. */
final class SharedChannel {
    private final FileChannel channel;
    private final OpenHandles handles;
    private int users = 1;

    private SharedChannel(FileChannel channel, OpenHandles handles) {
        this.channel = channel;
        this.handles = handles;
    }

    /** Opens a file, counted in {@code handles} until the last user releases it; there is one user now. */
    static SharedChannel open(Path path, Set<OpenOption> options, OpenHandles handles) throws IOException {
        handles.acquire();
        try {
            return new SharedChannel(FileChannel.open(path, options), handles);
        } catch (IOException | RuntimeException e) {
            handles.release();
            throw e;
        }
    }

    FileChannel get() {
        return channel;
    }

    /** One user more. */
    SharedChannel retain() {
        users++;
        return this;
    }

    /** One user less. */
    void release() {
        users--;
        if (users > 0) {
            return;
        }
        handles.release();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a file", e);
        }
    }
}
