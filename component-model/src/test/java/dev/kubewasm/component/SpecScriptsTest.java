package dev.kubewasm.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.testkit.Golden;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decodes and validates every binary of the specification's scripts; those not done right yet are listed by name. */
class SpecScriptsTest {
    @ParameterizedTest
    @CsvSource({"spec", "cli"})
    void everyCommandIsTakenAsTheReferenceTakesIt(String suite) throws Exception {
        Path root = Corpora.require("component-model/" + suite + "/json");
        List<SpecScripts.Command> commands = SpecScripts.below(root);
        assertThat(commands).hasSizeGreaterThan(300);
        String failing = commands.stream()
                .flatMap(c ->
                        c.failure().map(why -> "%s:%d %s: %s".formatted(c.script(), c.line(), c.kind(), why)).stream())
                .collect(Collectors.joining("\n", "", "\n"));
        long failures = failing.lines().filter(line -> !line.isEmpty()).count();
        Golden.check(
                Path.of("src/test/resources/spec-scripts", suite + ".txt"),
                "%d of %d binaries as the reference\n%s"
                        .formatted(commands.size() - failures, commands.size(), failing));
    }
}
