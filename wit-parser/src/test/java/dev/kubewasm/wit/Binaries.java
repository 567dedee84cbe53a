package dev.kubewasm.wit;

import dev.kubewasm.testkit.Bytes;
import dev.kubewasm.wit.binary.WasmReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The small binaries beside the text that {@code wasm-tools} made them of. */
final class Binaries {
    static final Path FOLDER = Path.of("src/test/resources/binary");

    private Binaries() {}

    static byte[] read(String name) {
        try {
            return Files.readAllBytes(FOLDER.resolve(name + ".wasm"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The package {@code name} with other docs and gates: {@code version} and {@code json} of the section. */
    static byte[] withDocs(String name, int version, String json) {
        Bytes out = withoutCustom(name);
        return out.section(0, b -> b.name("package-docs").raw(version).append(json.getBytes(StandardCharsets.UTF_8)))
                .toByteArray();
    }

    /** A binary without its custom sections. */
    static Bytes withoutCustom(String name) {
        WasmReader in = new WasmReader(read(name));
        Bytes out = new Bytes().append(in.take(8).toByteArray());
        while (!in.atEnd()) {
            int start = in.position();
            int id = in.u8();
            in.take(in.u32());
            if (id != 0) {
                out.append(in.slice(start).toByteArray());
            }
        }
        return out;
    }
}
