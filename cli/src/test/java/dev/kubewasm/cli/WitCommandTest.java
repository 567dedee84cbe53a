package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.testkit.Golden;
import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The WIT commands as their users have them; what they print is in the golden files beside the cases. */
class WitCommandTest {
    private static final Path CASES = Path.of("src/test/resources/wit");

    private static CommandLineRun wit(String line) {
        String[] words = ("wit " + line).split(" ", -1);
        return CommandLineRun.of(words);
    }

    /** What was printed, and how it ended, as a terminal shows it. */
    private static String session(String line) {
        CommandLineRun run = wit(line);
        return "$ kube-wasm wit " + line + "\n" + run.out() + run.err() + "exit " + run.exitCode() + "\n";
    }

    @ParameterizedTest
    @CsvSource({
        "check, check src/test/resources/wit/old src/test/resources/wit/broken",
        "check-color, check --color always src/test/resources/wit/broken",
        "check-json, check --output json src/test/resources/wit/broken",
        "print, print src/test/resources/wit/old",
        "print-json, print --json src/test/resources/wit/old",
        "deps, deps src/test/resources/wit/old",
        "deps-json, deps -o json src/test/resources/wit/old",
        "diff, diff src/test/resources/wit/old src/test/resources/wit/next",
        "diff-json, diff --output json src/test/resources/wit/old src/test/resources/wit/next",
        "diff-same, diff src/test/resources/wit/old src/test/resources/wit/old",
        "fmt-check, fmt --check src/test/resources/wit/messy src/test/resources/wit/old",
        "help, --help",
        "help-diff, diff --help"
    })
    void sessions(String name, String line) {
        Golden.check(CASES.resolve("sessions/" + name + ".txt"), session(line));
    }

    @ParameterizedTest
    @CsvSource({"check, broken", "deps, old", "diff, old next"})
    void jsonKeepsTheSchema(String command, String folders) throws IOException {
        String paths = CASES + "/" + folders.replace(" ", " " + CASES + "/");
        JsonNode document = new ObjectMapper()
                .readTree(wit(command + " --output json " + paths).out());
        assertThat(document.size()).isPositive();
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(Files.readString(ProjectRoot.path().resolve("docs/wit-output.schema.json")))
                        .validate(document))
                .isEmpty();
    }

    @Test
    void strictRefusesWhatIsWarnedOf(@TempDir Path temp) throws IOException {
        Path file = Files.writeString(temp.resolve("a.wit"), "package a:b; interface i { record r {} }");
        assertThat(wit("check " + file)).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(ExitCode.GOOD);
            assertThat(run.out()).contains("warning[empty-type]", "0 errors, 1 warning");
        });
        assertThat(wit("check --strict " + file)).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(ExitCode.NEGATIVE);
            assertThat(run.out()).contains("error[empty-type]", "1 error, 0 warnings");
        });
    }

    @Test
    void featuresChooseUnstableItems(@TempDir Path temp) throws IOException {
        Path file = Files.writeString(
                temp.resolve("a.wit"),
                "package a:b; interface i { @unstable(feature = x) f: func(); @unstable(feature = y) g: func(); }");
        assertThat(wit("print " + file).out()).doesNotContain("f: func", "g: func");
        assertThat(wit("print --features x " + file).out()).contains("f: func").doesNotContain("g: func");
        assertThat(wit("print --features x,y " + file).out()).contains("f: func", "g: func");
        assertThat(wit("print --all-features " + file).out()).contains("f: func", "g: func");
    }

    @Test
    void theWorldOfAComponentIsReadFromItsBinary() throws IOException {
        Path component = component();
        assertThat(wit("check " + component)).satisfies(run -> {
            assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.GOOD);
            assertThat(run.out()).isEqualTo("1 package checked: 0 errors, 0 warnings\n");
        });
        assertThat(wit("print " + component).out()).contains("package root:component;", "export example:pricing/");
        assertThat(wit("print --json " + component).out()).contains("\"name\": \"root:component\"");
        assertThat(wit("deps " + component).out()).contains("example:pricing");
        assertThat(wit("diff " + component + " " + component).out()).contains(": same");
        assertThat(wit("diff " + component + " " + CASES.resolve("old"))).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(ExitCode.UNUSABLE);
            assertThat(run.err()).contains("one of", "is a component and the other a package");
        });
    }

    /** A component of the pricing example, out of its image. */
    private static Path component() throws IOException {
        try (var blobs = Files.list(ProjectRoot.path().resolve("examples/pricing/oci/blobs/sha256"))) {
            return blobs.filter(WitCommandTest::isWasm)
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static boolean isWasm(Path file) {
        try (var in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(4);
            return head.length == 4 && head[0] == 0 && head[1] == 'a' && head[2] == 's' && head[3] == 'm';
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void fmtRewritesFilesInPlaceAndLeavesWhatDoesNotParse(@TempDir Path temp) throws IOException {
        Path messy = Files.copy(CASES.resolve("messy/a.wit"), temp.resolve("a.wit"));
        String wrong = "package a:b; interface {";
        Path broken = Files.writeString(temp.resolve("b.wit"), wrong);
        Path deps = Files.createDirectories(temp.resolve("deps"));
        Path other = Files.copy(messy, deps.resolve("c.wit"));
        CommandLineRun run = wit("fmt " + temp);
        assertThat(run.exitCode()).isEqualTo(ExitCode.NEGATIVE);
        assertThat(run.out()).isEqualTo("formatted " + messy + "\n");
        assertThat(run.err()).contains("b.wit:1:24: error[syntax]");
        assertThat(broken).hasContent(wrong);
        assertThat(other).hasSameTextualContentAs(CASES.resolve("messy/a.wit"));
        Golden.check(CASES.resolve("messy/a.formatted"), Files.readString(messy));
        assertThat(wit("fmt --check " + messy)).satisfies(again -> {
            assertThat(again.exitCode()).isEqualTo(ExitCode.GOOD);
            assertThat(again.out()).isEmpty();
        });
        try (var files = Files.list(temp)) {
            assertThat(files).containsExactlyInAnyOrder(messy, broken, deps);
        }
    }

    @Test
    void whatCantBeReadIsSaidInOneLine(@TempDir Path temp) throws IOException {
        assertThat(wit("check nowhere")).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(ExitCode.UNUSABLE);
            assertThat(run.err()).startsWith("kube-wasm: nowhere: there is no such file or folder\n");
        });
        assertThat(wit("diff " + CASES.resolve("old") + " " + CASES.resolve("messy"))).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(ExitCode.UNUSABLE);
            assertThat(run.err()).contains("only versions of one package can be compared");
        });
        Path empty = Files.write(temp.resolve("empty.wasm"), new byte[0]);
        assertThat(wit("print " + empty)).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(ExitCode.NEGATIVE);
            assertThat(run.err()).contains("empty.wasm:1:1: error[malformed-binary]: is no WebAssembly binary");
        });
        assertThat(wit("fmt " + temp)).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(ExitCode.UNUSABLE);
            assertThat(run.err()).contains("there is no .wit file in this folder");
        });
        assertThat(wit("").err()).contains("Try: kube-wasm wit --help");
    }
}
