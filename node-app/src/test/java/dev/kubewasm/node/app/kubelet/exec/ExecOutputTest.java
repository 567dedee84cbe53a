package dev.kubewasm.node.app.kubelet.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.node.ContainerCall.Answer;
import dev.kubewasm.node.ContainerCall.Ending;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What kubectl reads of a call. */
class ExecOutputTest {
    private static final Set<ExecStream> ALL = EnumSet.allOf(ExecStream.class);

    private static Map<ExecStream, String> output(Ending ending, String text, Set<ExecStream> wanted) {
        Map<ExecStream, String> output = new TreeMap<>();
        ExecOutput.of(new Answer(ending, text), wanted)
                .forEach((stream, bytes) -> output.put(stream, new String(bytes, UTF_8)));
        return output;
    }

    @Test
    void aResultIsPrinted() {
        assertThat(output(Ending.PASSED, "42", ALL))
                .containsEntry(ExecStream.STDOUT, "42\n")
                .doesNotContainKey(ExecStream.STDERR)
                .hasEntrySatisfying(
                        ExecStream.ERROR, status -> assertThat(status).contains("\"status\":\"Success\""));
    }

    @Test
    void anErrorIsAResultToo() {
        assertThat(output(Ending.FAILED, "err(\"no such sku\")", ALL))
                .containsEntry(ExecStream.STDOUT, "err(\"no such sku\")\n")
                .hasEntrySatisfying(ExecStream.ERROR, status -> assertThat(status)
                        .contains("NonZeroExitCode", "\"reason\":\"ExitCode\"", "\"message\":\"1\""));
    }

    @Test
    void whatWentWrongIsNone() {
        assertThat(output(Ending.BROKE, "it trapped", ALL))
                .containsEntry(ExecStream.STDERR, "it trapped\n")
                .doesNotContainKey(ExecStream.STDOUT);
    }

    @Test
    void aShellIsNotForComponents() {
        assertThat(output(Ending.NOT_EXPORTED, "it exports run", ALL))
                .hasEntrySatisfying(ExecStream.STDERR, text -> assertThat(text)
                        .startsWith("not for components")
                        .contains("it exports run"))
                .hasEntrySatisfying(
                        ExecStream.ERROR, status -> assertThat(status).contains("\"message\":\"127\""));
    }

    @Test
    void aContainerThatDoesNotRunIsAnErrorOfTheRequest() {
        assertThat(output(Ending.NOT_RUNNING, "it doesn't run", ALL))
                .containsOnlyKeys(ExecStream.ERROR)
                .hasEntrySatisfying(
                        ExecStream.ERROR,
                        status -> assertThat(status).contains("it doesn't run").doesNotContain("NonZeroExitCode"));
    }

    @Test
    void aTerminalHasOneStream() {
        assertThat(output(Ending.BROKE, "it trapped", EnumSet.of(ExecStream.STDOUT, ExecStream.ERROR)))
                .containsEntry(ExecStream.STDOUT, "it trapped\n");
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    void howItEndedIsAlwaysSaid(Ending ending) {
        assertThat(output(ending, "text", EnumSet.of(ExecStream.ERROR))).containsOnlyKeys(ExecStream.ERROR);
    }
}
