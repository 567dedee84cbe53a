package dev.kubewasm.runtime.abi;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's own search for bytes that aren't ASCII, which its compiler makes vector instructions of: a third of the time that a
 * loop over words takes. The JDK keeps it to itself, so it is used only where the JVM is told to open it, by {@code
 * --add-opens=java.base/java.lang=ALL-UNNAMED}, and still has it.
 */
final class Ascii {
    private static final @Nullable MethodHandle COUNT_POSITIVES = countPositives();

    private Ascii() {}

    private static @Nullable MethodHandle countPositives() {
        try {
            Class<?> coding = Class.forName("java.lang.StringCoding");
            return MethodHandles.privateLookupIn(coding, MethodHandles.lookup())
                    .findStatic(
                            coding,
                            "countPositives",
                            MethodType.methodType(int.class, byte[].class, int.class, int.class));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /** Whether {@link #prefix} finds anything here. */
    static boolean isOpen() {
        return COUNT_POSITIVES != null;
    }

    /**
     * How many bytes at the beginning are known to be ASCII: {@code length} if all are, else any number up to the first that
     * isn't. 0 where the JDK's search can't be used.
     *
     * @param start of {@code length} bytes of {@code bytes}, in bounds
     */
    static int prefix(byte[] bytes, int start, int length) {
        if (COUNT_POSITIVES == null) {
            return 0;
        }
        try {
            return (int) COUNT_POSITIVES.invokeExact(bytes, start, length);
        } catch (Throwable t) {
            throw new AssertionError("a search in an array failed", t);
        }
    }
}
