package dev.kubewasm.runtime.engine.endive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class MemoryPoolTest {
    private final MemoryPool pool = new MemoryPool();

    @Test
    void whatIsGivenBackIsTakenAgainAsZeros() {
        byte[] first = pool.take(1000);
        Arrays.fill(first, (byte) 7);
        pool.give(first);
        assertThat(pool.keptBytes()).isEqualTo(1000);

        byte[] second = pool.take(1000);

        assertThat(second).isSameAs(first).containsOnly(0);
        assertThat(pool.keptBytes()).isZero();
    }

    @Test
    void noArrayIsTakenTwice() {
        pool.give(new byte[1000]);

        assertThat(pool.take(1000)).isNotSameAs(pool.take(1000));
    }

    @Test
    void onlyTheSameSizeServes() {
        pool.give(new byte[1000]);

        assertThat(pool.take(999)).hasSize(999);
        assertThat(pool.keptBytes()).isEqualTo(1000);
    }

    @Test
    void whatThereIsNoRoomForIsLeftToTheCollector() {
        int size = (int) (MemoryPool.MAX_BYTES / 4);
        for (int i = 0; i < 6; i++) {
            pool.give(new byte[size]);
        }

        assertThat(pool.keptBytes()).isEqualTo(MemoryPool.MAX_BYTES);
    }

    @Test
    void emptyMemoriesAreNotKept() {
        pool.give(new byte[0]);

        assertThat(pool.keptBytes()).isZero();
    }
}
