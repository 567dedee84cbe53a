package dev.kubewasm.cli.options;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * The standard streams of the command as bytes, for the components that it runs. What the command itself prints goes
 * through picocli's writers to the same places.
 */
public record StandardStreams(InputStream in, OutputStream out, OutputStream err) {
    /** Those of this process. */
    public static StandardStreams ofProcess() {
        return new StandardStreams(System.in, System.out, System.err);
    }
}
