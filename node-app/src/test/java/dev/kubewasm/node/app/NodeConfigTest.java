package dev.kubewasm.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeConfigTest {
    private static NodeConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withMapping(NodeConfig.class)
                .withDefaultValues(values)
                .build()
                .getConfigMapping(NodeConfig.class);
    }

    @Test
    void takesComponentsOfTheProfilesThatItIsTold() {
        assertThat(config(Map.of()).schedulerNames()).containsExactly("kube-wasm");
        assertThat(config(Map.of("kube-wasm.node.scheduler-names", "kube-wasm,kube-wasm-packed"))
                        .schedulerNames())
                .containsExactlyInAnyOrder("kube-wasm", "kube-wasm-packed");
    }
}
