package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.testkit.ExternalTools;
import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One field's type is changed in the calculator's WIT, and the calculator built anew: the storefront is told which. */
class ChangedFieldTest {
    private static final Path EXAMPLES = ProjectRoot.path().resolve("examples");

    @TempDir
    private Path temp;

    @Test
    void theRunSaysWhichFieldAndWhatWasExpectedAndFound() throws Exception {
        ExternalTools tools = ExternalTools.require("python3", "wasm-tools");
        Path folder = temp.resolve("pricing");
        for (String kept : List.of("oci", "wit")) {
            copy(EXAMPLES.resolve("pricing").resolve(kept), folder.resolve(kept));
        }
        try (Stream<Path> files = Files.list(EXAMPLES.resolve("pricing"))) {
            for (Path yaml : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                Files.copy(yaml, folder.resolve(yaml.getFileName().toString()));
            }
        }
        Path wit = folder.resolve("wit/pricing.wit");
        String before = Files.readString(wit);
        String after = before.replace("discount-pct: f32", "discount-pct: f64");
        assertThat(after).isNotEqualTo(before);
        Files.writeString(wit, after);

        Path core = temp.resolve("calculator.core.wasm");
        Path component = temp.resolve("calculator.wasm");
        tools.runWell(
                temp,
                "wasm-tools",
                "component",
                "embed",
                folder.resolve("wit").toString(),
                "--dummy",
                "--world",
                "pricing-engine",
                "-o",
                core.toString());
        tools.runWell(temp, "wasm-tools", "component", "new", core.toString(), "-o", component.toString());
        tools.runWell(
                temp,
                "python3",
                EXAMPLES.resolve("tools/oci_layout.py").toString(),
                folder.resolve("oci").toString(),
                "registry.example.com/pricing/calculator:v1.0.0",
                component.toString(),
                "--target",
                "example:pricing/pricing-engine");

        CommandLineRun run = CommandLineRun.of("run", folder.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.NEGATIVE);
        assertThat(run.out().lines().filter(line -> line.contains("discount-pct")))
                .as(run.out())
                .singleElement()
                .asString()
                .contains("storefront", "example:pricing/calculator")
                .contains("calculator#calculate › result › list › quote.discount-pct: expected f32, found f64");
        assertThat(run.out() + run.err()).doesNotContain("Exception", "\tat ");
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
}
