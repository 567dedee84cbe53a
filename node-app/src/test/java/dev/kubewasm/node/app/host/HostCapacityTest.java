package dev.kubewasm.node.app.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The CPU that a control group has, in folders as Linux shows them. */
class HostCapacityTest {
    @TempDir
    Path group;

    @ParameterizedTest
    @CsvSource({"50000 100000, 500", "200000 100000, 2000", "150 1000, 150", "1 100000, 1"})
    void aQuotaOfVersionTwo(String max, long milliCpu) throws IOException {
        Files.writeString(group.resolve("cpu.max"), max + "\n");

        assertThat(HostCapacity.milliCpuLimit(group)).hasValue(milliCpu);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max 100000", "max"})
    void noQuotaOfVersionTwo(String max) throws IOException {
        Files.writeString(group.resolve("cpu.max"), max + "\n");

        assertThat(HostCapacity.milliCpuLimit(group)).isEqualTo(OptionalLong.empty());
    }

    @ParameterizedTest
    @CsvSource({"250000, 100000, 2500", "-1, 100000,"})
    void aQuotaOfVersionOne(String quota, String period, Long milliCpu) throws IOException {
        Path cpu = Files.createDirectories(group.resolve("cpu"));
        Files.writeString(cpu.resolve("cpu.cfs_quota_us"), quota + "\n");
        Files.writeString(cpu.resolve("cpu.cfs_period_us"), period + "\n");

        assertThat(HostCapacity.milliCpuLimit(group))
                .isEqualTo(milliCpu == null ? OptionalLong.empty() : OptionalLong.of(milliCpu));
    }

    @Test
    void noControlGroup() throws IOException {
        assertThat(HostCapacity.milliCpuLimit(group)).isEqualTo(OptionalLong.empty());
    }

    @Test
    void thisMachine() throws IOException {
        HostCapacity here = HostCapacity.measure(group);

        assertThat(here.milliCpu()).isPositive();
        assertThat(here.memoryBytes()).isGreaterThanOrEqualTo(here.heapBytes());
        assertThat(here.diskBytes()).isPositive();
    }
}
