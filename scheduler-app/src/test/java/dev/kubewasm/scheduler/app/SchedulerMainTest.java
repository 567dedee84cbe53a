package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.scheduler.configuration.ConfigurationFile;
import dev.kubewasm.scheduler.configuration.SchedulerConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchedulerMainTest {
    @Test
    void quarkusIsToldWhatTheFileSays(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("test.yaml"), """
                apiVersion: kube-wasm/v1alpha1
                kind: SchedulerConfiguration
                logging: {format: json, level: debug}
                tracing: {endpoint: "http://collector:4317", samplingRatePerMillion: 250000}
                """);

        assertThat(SchedulerMain.quarkusProperties(ConfigurationFile.read(file)))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "quarkus.http.host", "127.0.0.1",
                        "quarkus.http.port", "10351",
                        "quarkus.log.console.json.enabled", "true",
                        "quarkus.log.category.\"dev.kubewasm\".level", "DEBUG",
                        "quarkus.otel.sdk.disabled", "false",
                        "quarkus.otel.exporter.otlp.endpoint", "http://collector:4317",
                        "quarkus.otel.traces.sampler.arg", "0.25"));
        assertThat(SchedulerMain.quarkusProperties(SchedulerConfiguration.DEFAULT))
                .containsOnlyKeys("quarkus.http.host", "quarkus.http.port");
    }
}
