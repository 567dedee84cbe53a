package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with the pricing example when one thing in it is bad: a message for people, and the right exit code. */
class BadInputTest {
    @TempDir
    private Path temp;

    private Path folder;

    @BeforeEach
    void copyPricing() throws IOException {
        folder = temp.resolve("pricing");
        copy(ProjectRoot.path().resolve("examples/pricing/oci"), folder.resolve("oci"));
        try (Stream<Path> files = Files.list(ProjectRoot.path().resolve("examples/pricing"))) {
            files.filter(f -> f.toString().endsWith(".yaml"))
                    .forEach(f -> copy(f, folder.resolve(f.getFileName().toString())));
        }
    }

    @Test
    void aTruncatedComponentNamesItsImage() throws IOException {
        Path layer = largestBlob();
        byte[] bytes = Files.readAllBytes(layer);
        Files.write(layer, java.util.Arrays.copyOf(bytes, bytes.length / 2));

        CommandLineRun run = run();

        assertThat(run.exitCode()).isEqualTo(ExitCode.NEGATIVE);
        assertOneLine(
                run, "image registry.example.com/pricing/storefront:v1.0.0", "should have " + bytes.length + " bytes");
    }

    @Test
    void aMissingImageNamesItsPodAndTheLayout() throws IOException {
        edit("20-catalog.yaml", "pricing/catalog:v1.0.0", "pricing/catalog:v9");

        CommandLineRun run = run();

        assertThat(run.exitCode()).isEqualTo(ExitCode.NEGATIVE);
        assertOneLine(run, "pricing/catalog-", "registry.example.com/pricing/catalog:v9 is not in");
    }

    @Test
    void aTypoInAFieldNamesFileLineAndField() throws IOException {
        edit("20-catalog.yaml", "schedulerName", "schedularName");

        CommandLineRun run = run();

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .hasLineCount(1)
                .contains("20-catalog.yaml:", "unknown field `schedularName`", "did you mean `schedulerName`?");
    }

    @Test
    void aHugeFileIsNotRead() throws IOException {
        Path layer = largestBlob();
        try (RandomAccessFile file = new RandomAccessFile(layer.toFile(), "rw")) {
            file.setLength(1L << 30);
        }
        CommandLineRun run = run();
        assertThat(run.exitCode()).isEqualTo(ExitCode.NEGATIVE);
        assertOneLine(run, "image registry.example.com/pricing/storefront:v1.0.0", "1073741824");
    }

    @Test
    void anEmptyFolderSaysSo() throws IOException {
        folder = Files.createDirectory(temp.resolve("empty"));

        CommandLineRun run = run();

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(run.err()).isEqualTo(folder + ": no Kubernetes YAML here (*.yaml, *.yml)" + System.lineSeparator());
    }

    @Test
    void witNestedTenThousandDeepIsADiagnosticWithACaret() throws IOException {
        edit("30-discounts.yaml", "base: f64", "base: " + "list<".repeat(10_000) + "f64" + ">".repeat(10_000));

        CommandLineRun run = run();

        assertThat(run.exitCode()).isEqualTo(ExitCode.NEGATIVE);
        assertOneLine(run, "pricing/discounts-", "annotation kube-wasm/wit:8:", "nested more than 100 deep");
        assertThat(run.err()).contains("list<list<list<", "^");
        assertThat(run.out() + run.err()).doesNotContain("StackOverflow", "\tat ");
    }

    @Test
    void witThatTheBinaryContradictsIsRefusedWithThePath() throws IOException {
        edit("30-discounts.yaml", "-> f32", "-> f64");

        CommandLineRun run = run();

        assertThat(run.exitCode()).isEqualTo(ExitCode.NEGATIVE);
        assertOneLine(run, "pricing/discounts-", "WitMismatch", "percent › result: expected f64, found f32");
    }

    @Test
    void aWorldThatLeavesOutAnExportIsRefusedByTheNode() throws IOException {
        edit(
                "30-discounts.yaml",
                "percent: func(sku: string, base: f64) -> f32;",
                "percent: func(sku: string, base: f64) -> f32;\n              maximum: func() -> f32;");

        CommandLineRun run = run();

        assertThat(run.exitCode()).isEqualTo(ExitCode.NEGATIVE);
        assertOneLine(run, "pricing/discounts-", "WitMismatch", "maximum");
    }

    @Test
    void aGatedPodNamesItsGates() throws IOException {
        edit(
                "20-catalog.yaml",
                "schedulerName: kube-wasm",
                "schedulerName: kube-wasm\n      schedulingGates:\n      - name: example.com/approval");

        CommandLineRun run = run();

        assertThat(run.exitCode()).isEqualTo(ExitCode.NEGATIVE);
        assertOneLine(run, "pricing/catalog-", "scheduling gates: example.com/approval");
        assertThat(run.out()).doesNotContain("belongs to scheduler");
    }

    @Test
    void aPodWithoutTheSchedulersNameIsToldToGiveIt() throws IOException {
        edit("20-catalog.yaml", "      schedulerName: kube-wasm\n", "");

        CommandLineRun run = run();

        assertThat(run.exitCode()).isEqualTo(ExitCode.NEGATIVE);
        assertOneLine(run, "pricing/catalog-", "set spec.schedulerName to kube-wasm");
    }

    @Test
    void whatCantBeReadOfANodeIsTold() throws IOException {
        Files.writeString(folder.resolve("05-node.yaml"), """
                apiVersion: v1
                kind: Node
                metadata:
                  name: mine
                  labels: {kube-wasm/runtime: jvm}
                status:
                  allocatable: {cpu: four, memory: 8Gi, pods: "110"}
                """);

        CommandLineRun run = run();

        assertThat(run.exitCode()).isEqualTo(ExitCode.NEGATIVE);
        assertThat(run.err()).contains("Node mine: allocatable.cpu: 'four' is no quantity");
    }

    @Test
    void usageErrorsSayWhatIsMissing() {
        assertThat(CommandLineRun.of("run")).satisfies(r -> {
            assertThat(r.exitCode()).isEqualTo(ExitCode.UNUSABLE);
            assertThat(r.err()).contains("FOLDER", "Try: kube-wasm run --help");
        });
        assertThat(CommandLineRun.of("run", "x", "--nodes", "0").exitCode()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(CommandLineRun.of("run", "x", "--call", "nothing").err()).contains("WORKLOAD-OR-POD/FUNC");
        assertThat(CommandLineRun.of("run", "x", "--engine", "steam").err())
                .contains("--engine takes one of endive, endive-interpreter, wasmtime, not 'steam'");
        assertThat(CommandLineRun.of("run", "x", "--time-limit", "soon").err()).contains("not a duration");
        assertThat(CommandLineRun.of().err()).contains("Missing command");
        assertThat(CommandLineRun.of("rum").err()).contains("run");
    }

    @Test
    void callsThatCannotBeMadeSayWhy() {
        CommandLineRun run = run(
                "--call", "nobody/run",
                "--call", "storefront/walk",
                "--call", "calculator/example:pricing/calculator#calculate(3)",
                "--call", "calculator/example:pricing/calculator#calculate");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NEGATIVE);
        assertThat(run.out())
                .contains("error: no workload or Pod `nobody` in the run")
                .contains("error: `storefront` exports no `walk`; it exports: run")
                .contains("expected list<string>");
        assertThat(run.out().lines().filter(l -> l.startsWith("  error: "))).hasSize(4);
    }

    private CommandLineRun run(String... more) {
        return CommandLineRun.of(Stream.concat(Stream.of("run", folder.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    /** One line of the report has all of {@code parts}, and nothing looks like a stack trace. */
    private static void assertOneLine(CommandLineRun run, String... parts) {
        assertThat(run.out().lines()).as("%s%n%s", run.out(), run.err()).anySatisfy(line -> assertThat(line)
                .contains(parts));
        assertThat(run.out() + run.err()).doesNotContain("Exception", "\tat ");
    }

    private void edit(String file, String from, String to) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(from);
        Files.writeString(folder.resolve(file), text.replace(from, to));
    }

    private Path largestBlob() throws IOException {
        try (Stream<Path> blobs = Files.list(folder.resolve("oci/blobs/sha256"))) {
            return blobs.max(Comparator.comparingLong(b -> b.toFile().length())).orElseThrow();
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path source : (Iterable<Path>) tree::iterator) {
                Path target = to.resolve(from.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(source, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
