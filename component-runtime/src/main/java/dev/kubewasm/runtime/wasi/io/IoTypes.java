package dev.kubewasm.runtime.wasi.io;

import dev.kubewasm.runtime.host.HostResourceType;
import dev.kubewasm.runtime.value.ValueType;

/** The resources of {@code wasi:io} and the types that other packages use with them. */
public final class IoTypes {
    /** {@code wasi:io/error.error}. */
    public static final HostResourceType<IoError> ERROR = HostResourceType.of("error", IoError.class, e -> {});

    /** {@code wasi:io/poll.pollable}. */
    public static final HostResourceType<Pollable> POLLABLE = HostResourceType.of("pollable", Pollable.class, p -> {});

    /** {@code wasi:io/streams.input-stream}. */
    public static final HostResourceType<WasiInputStream> INPUT_STREAM =
            HostResourceType.of("input-stream", WasiInputStream.class, WasiInputStream::drop);

    /** {@code wasi:io/streams.output-stream}. */
    public static final HostResourceType<WasiOutputStream> OUTPUT_STREAM =
            HostResourceType.of("output-stream", WasiOutputStream.class, WasiOutputStream::drop);

    /** {@code list<u8>}. */
    public static final ValueType BYTES = ValueType.list(ValueType.Primitive.U8);

    private IoTypes() {}
}
