package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a component's code needs of an engine, from its binary to the node that is or isn't taken. */
class WasmFeaturesTest {
    private static CommandLineRun pricingOnNodeWith(String features, Path folder) throws IOException {
        copy(ProjectRoot.path().resolve("examples/pricing"), folder);
        Files.writeString(folder.resolve("00-node.yaml"), """
                apiVersion: v1
                kind: Node
                metadata:
                  name: plain
                  labels: {kube-wasm/runtime: jvm}
                  annotations: {kube-wasm/wasm-features: "%s"}
                status:
                  allocatable: {cpu: "4", memory: 8Gi, pods: "110"}
                """.formatted(features));
        return CommandLineRun.of("run", folder.toString());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    @Test
    void aNodeWithAllThatIsNeededTakesThem(@TempDir Path folder) throws IOException {
        CommandLineRun run = pricingOnNodeWith("bulk-memory,mutable-global,reference-types,sign-extension", folder);

        assertThat(run.exitCode()).isEqualTo(ExitCode.GOOD);
    }

    @Test
    void aNodeThatLacksOneIsNotTaken(@TempDir Path folder) throws IOException {
        CommandLineRun run = pricingOnNodeWith("bulk-memory,mutable-global,reference-types", folder);

        assertThat(run.exitCode()).isEqualTo(ExitCode.NEGATIVE);
        assertThat(run.out())
                .contains("0/1 nodes are available: 1 lack WebAssembly feature sign-extension.")
                .containsPattern("pricing +catalog-\\S+ +plain +Running")
                .containsPattern("pricing +calculator-\\S+ +- +Pending");
    }
}
