package dev.kubewasm.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.runtime.host.InstanceLimits;
import org.junit.jupiter.api.Test;

class InstanceLimitsTest {
    @Test
    void tablesAndHandlesAreBoundedByTheMemory() {
        assertThat(InstanceLimits.within(1 << 20)).isEqualTo(new InstanceLimits(1 << 20, 131_072, 4096));
        assertThat(InstanceLimits.within(Long.MAX_VALUE))
                .isEqualTo(InstanceLimits.DEFAULT.withMemoryBytes(Long.MAX_VALUE));
    }
}
