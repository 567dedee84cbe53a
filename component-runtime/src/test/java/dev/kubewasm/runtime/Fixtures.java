package dev.kubewasm.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Small binaries kept beside the tests; each was made from the {@code .wat} beside it with {@code wasm-tools parse}. */
public final class Fixtures {
    private Fixtures() {}

    /** The bytes of {@code name}, for example {@code core/traps.wasm}. */
    public static byte[] bytes(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no test resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
