package dev.kubewasm.runtime.wasi.cli;

import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.wasi.io.BlockingInput;
import dev.kubewasm.runtime.wasi.io.IoEvents;
import dev.kubewasm.runtime.wasi.io.IoTypes;
import dev.kubewasm.runtime.wasi.io.OutputSink;
import dev.kubewasm.runtime.wasi.io.WasiInputStream;
import dev.kubewasm.runtime.wasi.io.WasiOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** {@code wasi:cli/stdin}, {@code stdout} and {@code stderr}: every call gives a new stream to the same place. */
public final class Stdio {
    private Stdio() {}

    /** Declares {@code wasi:cli/stdin}. */
    public static void defineStdin(HostInterface.Builder wasi) {
        wasi.function(
                "get-stdin",
                FuncType.of(ValueType.own("input-stream")),
                (context, args) -> IoTypes.INPUT_STREAM.own(new WasiInputStream(stdin(context))));
    }

    /** Declares {@code wasi:cli/stdout}. */
    public static void defineStdout(HostInterface.Builder wasi) {
        wasi.function(
                "get-stdout",
                FuncType.of(ValueType.own("output-stream")),
                (context, args) -> IoTypes.OUTPUT_STREAM.own(new WasiOutputStream(new Sink(context.stdout()))));
    }

    /** Declares {@code wasi:cli/stderr}. */
    public static void defineStderr(HostInterface.Builder wasi) {
        wasi.function(
                "get-stderr",
                FuncType.of(ValueType.own("output-stream")),
                (context, args) -> IoTypes.OUTPUT_STREAM.own(new WasiOutputStream(new Sink(context.stderr()))));
    }

    private static BlockingInput stdin(HostContext context) {
        IoEvents events = IoEvents.of(context);
        return context.attachment(BlockingInput.class, () -> new BlockingInput(context.stdin(), events));
    }

    /** An output of the embedder, which stays open when a stream to it is dropped. */
    private record Sink(OutputStream out) implements OutputSink {
        @Override
        public void write(byte[] bytes) throws IOException {
            out.write(bytes);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() {}
    }
}
