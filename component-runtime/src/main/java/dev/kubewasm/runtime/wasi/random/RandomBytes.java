package dev.kubewasm.runtime.wasi.random;

import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.value.Val;
import java.util.random.RandomGenerator;

/** Bytes of a generator, as many as asked for: {@code wasi:random} knows no short answer. */
final class RandomBytes {
    /** The most bytes that one call gives. The list is made in the host's memory first, so it needs a bound. */
    static final int MAX = 16 * 1024 * 1024;

    private RandomBytes() {}

    /**
     * A list of random bytes.
     *
     * @param len how many, unsigned
     * @throws Trap if it is more than {@link #MAX}
     */
    static Val of(RandomGenerator generator, long len) {
        if (Long.compareUnsigned(len, MAX) > 0) {
            throw new Trap(
                    Trap.Kind.HOST_CONTRACT,
                    "wasi:random: %s bytes asked for in one call; the limit is %d"
                            .formatted(Long.toUnsignedString(len), MAX));
        }
        byte[] bytes = new byte[(int) len];
        generator.nextBytes(bytes);
        return Val.bytes(bytes);
    }
}
