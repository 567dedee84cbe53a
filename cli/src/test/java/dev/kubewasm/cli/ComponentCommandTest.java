package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.testkit.Golden;
import dev.kubewasm.testkit.ProjectRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The component commands as their users have them; what they print is in the golden files. */
class ComponentCommandTest {
    private static final Path CASES = Path.of("src/test/resources/component");

    /** Small components with their text, which the runtime's own tests use. */
    private static final String FIXTURES = "../component-runtime/src/test/resources";

    private static CommandLineRun component(String line) {
        return CommandLineRun.of(CommandLineRun.words("component " + line.replace("FIX/", FIXTURES + "/component/"))
                .toArray(String[]::new));
    }

    /** What was printed, and how it ended, as a terminal shows it. */
    private static String session(String line) {
        CommandLineRun run = component(line);
        return ("$ kube-wasm component " + line + "\n" + run.out() + run.err() + "exit " + run.exitCode() + "\n")
                .replace(FIXTURES + "/component/", "FIX/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "help | --help",
                "help-call | call --help",
                "help-inspect | inspect --help",
                "help-link | link --help",
                "help-run | run --help",
                "help-validate | validate --help",
                "inspect | inspect FIX/provider.wasm",
                "inspect-json | inspect -o json FIX/consumer.wasm",
                "inspect-names | inspect FIX/named.wasm",
                "inspect-names-json | inspect -o json FIX/named.wasm",
                "inspect-unsaid | inspect FIX/module-importer.wasm",
                "inspect-unsaid-json | inspect -o json FIX/module-importer.wasm",
                "inspect-module | inspect FIX/../core/simd.wasm",
                "inspect-missing | inspect FIX/nowhere.wasm",
                "validate | validate FIX/provider.wasm FIX/consumer.wasm",
                "validate-bad | validate FIX/provider.wasm FIX/../core/simd.wasm FIX/provider.wat",
                "validate-off | validate FIX/wide.wasm FIX/provider.wasm",
                "validate-on | validate --features cm64 FIX/wide.wasm FIX/provider.wasm",
                "validate-no-feature | validate --features wide FIX/wide.wasm",
                "validate-json | validate --output json FIX/provider.wasm FIX/provider.wat",
                "link | link FIX/consumer.wasm FIX/provider.wasm",
                "link-steps | link --steps FIX/provider.wasm",
                "link-steps-names | link --steps FIX/named.wasm",
                "link-json | link -o json FIX/consumer.wasm FIX/provider.wasm",
                "link-alone | link FIX/consumer.wasm",
                "link-alone-json | link -o json FIX/consumer.wasm",
                "link-choice | link FIX/consumer.wasm --link kube:test/counter=FIX/provider.wasm",
                "call | call FIX/provider.wasm kube:test/counter#add 3",
                "call-json | call -o json FIX/provider.wasm echo '\"a \\\"b\\\"\"'",
                "call-one-word | call FIX/provider.wasm 'echo(\"a\")'",
                "call-handle | call FIX/provider.wasm [constructor]item 3",
                "call-host | call FIX/environment.wasm get-environment",
                "call-nothing | call FIX/consumer.wasm let-go --link kube:test/counter=FIX/provider.wasm",
                "call-linked | call FIX/consumer.wasm echo '\"a\"' --link kube:test/counter=FIX/provider.wasm",
                "call-unlinked | call FIX/consumer.wasm echo '\"a\"'",
                "call-trap | call FIX/provider.wasm boom",
                "call-trap-json | call -o json FIX/provider.wasm boom",
                "call-too-long | call --time-limit 100ms FIX/provider.wasm spin",
                "call-no-memory | call --memory-limit 64k FIX/provider.wasm add 3",
                "call-unknown | call FIX/provider.wasm added 3",
                "call-engine | call --engine endive-interpreter FIX/provider.wasm add 3",
                "call-no-engine | call --engine v8 FIX/provider.wasm add 3",
                "call-ambiguous | call FIX/consumer.wasm echoed --link kube:test/counter=FIX/provider.wasm",
                "call-negative | call FIX/provider.wasm add -3",
                "call-too-few | call FIX/provider.wasm add",
                "call-option | call FIX/provider.wasm add 3 --ouput json",
                "call-missing | call FIX/provider.wasm",
                "call-module | call FIX/../core/simd.wasm f",
                "cases | call --cases src/test/resources/component/cases.jsonl --base FIX/ --time-limit 300ms",
                "cases-jsonl | call --cases src/test/resources/component/cases.jsonl --base FIX/ -o jsonl"
                        + " --time-limit 300ms",
                "cases-json | call --cases src/test/resources/component/cases.jsonl -o json",
                "run-reactor | run FIX/provider.wasm",
                "run-missing | run FIX/nowhere.wasm",
                "run-dir | run --dir nowhere::/data FIX/provider.wasm",
                "run-dir-form | run --dir src::/a::rw FIX/provider.wasm",
                "run-env-form | run --env =a FIX/provider.wasm"
            })
    void sessions(String name, String line) {
        Golden.check(CASES.resolve("sessions/" + name + ".txt"), session(line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inspect FIX/provider.wasm",
                "inspect FIX/consumer.wasm",
                "inspect FIX/module-importer.wasm",
                "inspect FIX/named.wasm",
                "validate FIX/provider.wasm FIX/provider.wat",
                "link FIX/consumer.wasm FIX/provider.wasm",
                "link --steps FIX/consumer.wasm",
                "call FIX/provider.wasm add 3",
                "call FIX/provider.wasm boom"
            })
    void jsonKeepsTheSchema(String line) throws IOException {
        keepsTheSchema(component(line + " --output json").out());
    }

    @Test
    void everyLineOfCasesKeepsTheSchema() throws IOException {
        CommandLineRun run =
                component("call --cases " + CASES + "/cases.jsonl --base FIX/ -o jsonl --time-limit 300ms");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NEGATIVE);
        assertThat(run.out().lines())
                .hasSameSizeAs(Files.readAllLines(CASES.resolve("cases.jsonl")))
                .allSatisfy(ComponentCommandTest::keepsTheSchema);
    }

    private static void keepsTheSchema(String json) throws IOException {
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(Files.readString(ProjectRoot.path().resolve("docs/component-output.schema.json")))
                        .validate(new ObjectMapper().readTree(json)))
                .isEmpty();
    }

    @Test
    void aFileMayBeThereGzippedAlone(@TempDir Path temp) throws IOException {
        gzip(Path.of(FIXTURES, "component/provider.wasm"), temp.resolve("provider.wasm.gz"));
        Files.writeString(
                temp.resolve("cases.jsonl"),
                "{\"component\": \"provider.wasm\", \"func\": \"kube:test/counter#add\", \"args\": [\"5\"], \"result\": \"5\"}");

        assertThat(component("call --cases " + temp + "/cases.jsonl -o jsonl"))
                .isEqualTo(new CommandLineRun(
                        ExitCode.GOOD,
                        "{\"line\":1,\"pass\":true,\"got\":\"5\"}\n",
                        "1 line: 1 passed, 0 failed, 0 skipped\n"));
        assertThat(component("validate " + temp + "/provider.wasm").exitCode()).isEqualTo(ExitCode.GOOD);
        assertThat(component("call " + temp + "/provider.wasm.gz add 5").out()).isEqualTo("5\n");
    }

    private static void gzip(Path from, Path to) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            new ByteArrayInputStream(Files.readAllBytes(from)).transferTo(gzip);
        }
        Files.write(to, bytes.toByteArray());
    }
}
