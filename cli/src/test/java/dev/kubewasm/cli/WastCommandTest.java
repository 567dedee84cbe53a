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
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts as their users run them; what is printed is in the golden files beside the scripts. */
class WastCommandTest {
    private static final Path CASES = Path.of("src/test/resources/wast");

    private static CommandLineRun wast(String line) {
        String[] words = ("wast " + line).split(" ", -1);
        return CommandLineRun.of(words);
    }

    private static String script(String name) {
        return CASES + "/scripts/" + name + "/" + name + ".json";
    }

    @ParameterizedTest
    @CsvSource({
        "components, components, ''",
        "components-json, components, --output json",
        "failing, failing, ''",
        "failing-json, failing, -o json",
        "core, core, ''",
        "imports, imports, ''",
        "validate-only, failing, --validate-only",
        "several, components failing core, --output json"
    })
    void sessions(String name, String scripts, String options) {
        StringBuilder line = new StringBuilder(options);
        for (String script : scripts.split(" ", -1)) {
            line.append(line.isEmpty() ? "" : " ").append(script(script));
        }
        CommandLineRun run = wast(line.toString());
        Golden.check(
                CASES.resolve("sessions/" + name + ".txt"),
                "$ kube-wasm wast " + line + "\n" + run.out() + run.err() + "exit " + run.exitCode() + "\n");
    }

    @Test
    void help() {
        Golden.check(CASES.resolve("sessions/help.txt"), wast("--help").out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"components", "failing", "core"})
    void jsonKeepsTheSchema(String name) throws IOException {
        JsonNode document = new ObjectMapper()
                .readTree(wast("--output json " + script(name)).out());
        assertThat(document.path("scripts").path(0).path("commands").size()).isGreaterThan(20);
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(Files.readString(ProjectRoot.path().resolve("docs/wast-output.schema.json")))
                        .validate(document))
                .isEmpty();
    }

    @Test
    void whatIsRefusedOnlyForAFeatureThatIsOffIsNotRefusedWithIt() {
        assertThat(wast("--features default " + script("components"))).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(ExitCode.NEGATIVE);
            assertThat(run.out()).contains("a list of fixed length needs cm-fixed-length-lists, which is off");
        });
        assertThat(wast("--features cm-fixed-length-lists,cm-error-context " + script("components"))
                        .exitCode())
                .isEqualTo(ExitCode.GOOD);
        assertThat(wast("--features all,-exceptions " + script("core")).out())
                .contains("a tag needs exceptions, which is off");
        assertThat(wast("--features nonsense " + script("core"))).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(ExitCode.UNUSABLE);
            assertThat(run.err()).contains("`nonsense` is no feature; there are: ", "cm-async,");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[ | is no JSON: ",
                "[] | $: must be an object",
                "{} | commands: is missing",
                "{\"commands\": {}} | commands: must be a list",
                "{\"commands\": [3]} | commands[0]: must be an object",
                "{\"commands\": [{}]} | commands[0].line: must be a line number",
                "{\"commands\": [{\"line\": 1}]} | commands[0].type: is missing",
                "{\"commands\": [{\"line\": 1, \"type\": \"x\"}]} | commands[0].type: `x` is no command",
                "{\"commands\": [{\"line\": 1, \"type\": 2}]} | commands[0].type: must be a string",
                "{\"commands\": [{\"line\": 1, \"type\": \"module\"}]} | commands[0].module_type: is missing",
                "{\"commands\": [{\"line\": 1, \"type\": \"module\", \"module_type\": \"x\"}]}"
                        + "| commands[0].module_type: must be binary or text, not `x`",
                "{\"commands\": [{\"line\": 1, \"type\": \"module\", \"module_type\": \"binary\", \"filename\": \"n\"}]}"
                        + "| commands[0].filename: there is no file ",
                "{\"commands\": [{\"line\": 1, \"type\": \"action\"}]} | commands[0].action: must be an object",
                "{\"commands\": [{\"line\": 1, \"type\": \"action\", \"action\": {\"type\": \"x\"}}]}"
                        + "| commands[0].action.type: `x` is no action",
                "{\"commands\": [{\"line\": 1, \"type\": \"action\", \"action\": {\"type\": \"invoke\", \"field\": \"f\","
                        + " \"args\": [{}]}}]} | commands[0].action.args[0].type: is missing",
                "{\"commands\": []} {} | is no JSON: "
            })
    void aScriptThatCantBeRunIsSaidWithFileAndField(String json, String problem, @TempDir Path temp)
            throws IOException {
        Path file = Files.writeString(temp.resolve("script.json"), json);
        assertThat(wast(script("core") + " " + file)).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(ExitCode.UNUSABLE);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .startsWith("kube-wasm: " + file)
                    .contains(problem)
                    .hasLineCount(1);
        });
    }

    @Test
    void aScriptThatIsMissingIsUnusable() {
        assertThat(wast("nowhere.json")).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(ExitCode.UNUSABLE);
            assertThat(run.err()).isEqualTo("kube-wasm: nowhere.json: there is no such file" + System.lineSeparator());
        });
        assertThat(CommandLineRun.of("wast").exitCode()).isEqualTo(ExitCode.UNUSABLE);
    }
}
