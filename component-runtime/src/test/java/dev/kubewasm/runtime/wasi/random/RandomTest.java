package dev.kubewasm.runtime.wasi.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.wasi.Guest;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomTest {
    private static Guest guest(long seed) {
        return new Guest(
                HostContext.builder().secureRandom(new SplittableRandom(seed)).build());
    }

    @Test
    void secureBytesAndNumbersComeFromTheContext() {
        SplittableRandom expected = new SplittableRandom(7);
        byte[] bytes = new byte[33];
        expected.nextBytes(bytes);
        Guest guest = guest(7);
        assertThat(guest.call("random/random", "get-random-bytes", Val.u64(33))).isEqualTo(Val.bytes(bytes));
        assertThat(guest.call("random/random", "get-random-u64")).isEqualTo(Val.u64(expected.nextLong()));
    }

    @Test
    void insecureOnesAreFreshAndSeededFromTheContext() {
        Guest guest = guest(7);
        Val first = guest.call("random/insecure", "get-insecure-random-u64");
        assertThat(guest.call("random/insecure", "get-insecure-random-u64")).isNotEqualTo(first);
        assertThat(guest(7).call("random/insecure", "get-insecure-random-u64")).isEqualTo(first);
        assertThat(guest(8).call("random/insecure", "get-insecure-random-u64")).isNotEqualTo(first);
        assertThat(guest(7).call("random/insecure-seed", "insecure-seed"))
                .isEqualTo(guest(7).call("random/insecure-seed", "insecure-seed"))
                .isNotEqualTo(guest(8).call("random/insecure-seed", "insecure-seed"));
    }

    @ParameterizedTest
    @CsvSource({"random,get-random-bytes", "insecure,get-insecure-random-bytes"})
    void givesExactlyAsManyBytesAsAskedForOrTraps(String name, String function) {
        Guest guest = guest(7);
        for (int len : new int[] {0, 1, 4096, RandomBytes.MAX}) {
            Val.Bytes bytes = (Val.Bytes) guest.call("random/" + name, function, Val.u64(len));
            assertThat(bytes.value()).hasSize(len);
        }
        for (long len : new long[] {RandomBytes.MAX + 1L, 1L << 32, Long.MAX_VALUE, -1}) {
            assertThatThrownBy(() -> guest.call("random/" + name, function, Val.u64(len)))
                    .isInstanceOfSatisfying(
                            Trap.class, trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.HOST_CONTRACT))
                    .hasMessageContaining(Long.toUnsignedString(len));
        }
    }
}
