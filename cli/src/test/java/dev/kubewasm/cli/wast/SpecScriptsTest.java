package dev.kubewasm.cli.wast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubewasm.cli.options.FeatureList;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.engine.Engine;
import dev.kubewasm.runtime.engine.endive.EndiveEngine;
import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.testkit.Golden;
import dev.kubewasm.wit.binary.Proposal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Every command of the Component Model's scripts does what it says. What is skipped is listed in the golden files, by
 * script and reason; a command that needs what the runtime lacks is one of a script that needs it by the corpus's own word.
 */
class SpecScriptsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/wast/corpus");

    /** The features, as the corpus names them, without which this runtime can't instantiate a component. */
    private static final Set<String> LACKED = Set.of(
            "cm-async",
            "cm-async-stackful",
            "cm-more-async-builtins",
            "cm-threading",
            "cm-error-context",
            "cm-gc",
            "cm64",
            "shared-everything-threads");

    private static final Engine ENGINE = EndiveEngine.create();
    private static final ComponentRuntime RUNTIME =
            ComponentRuntime.builder().engine(ENGINE).build();

    @AfterAll
    static void close() {
        RUNTIME.close();
        ENGINE.close();
    }

    /** A script of a corpus, with what the corpus says of it. */
    private record Case(String name, Path json, List<String> needed, List<String> asked, List<Integer> textOnly) {}

    private static List<Case> cases(Path corpus) throws IOException {
        List<Case> cases = new ArrayList<>();
        for (JsonNode file : new ObjectMapper()
                .readTree(corpus.resolve("index.json").toFile())
                .path("files")) {
            String name = file.path("wast").asText().replace(".wast", "");
            Path folder = corpus.resolve("json").resolve(name);
            List<Integer> textOnly = new ArrayList<>();
            file.path("text_only_commands").forEach(i -> textOnly.add(i.asInt()));
            cases.add(new Case(
                    name,
                    folder.resolve(folder.getFileName() + ".json"),
                    texts(file.path("needs_features")),
                    texts(file.path("features")),
                    textOnly));
        }
        return cases;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(t -> texts.addAll(List.of(t.asText().split(",", -1))));
        return texts;
    }

    /** Runs a script and returns its outcomes, after checking that nothing fails and each skip has its reason. */
    private static List<Outcome> outcomes(Case c, Optional<Set<Proposal>> proposals, boolean validateOnly)
            throws UnusableScriptException {
        Script script = ScriptReader.read(c.json());
        List<Outcome> outcomes = new ArrayList<>();
        try (ScriptRunner runner =
                new ScriptRunner(new Instantiator(RUNTIME, ENGINE), new Features(script, proposals), validateOnly)) {
            for (int i = 0; i < script.commands().size(); i++) {
                ScriptCommand command = script.commands().get(i);
                Outcome outcome = runner.run(command);
                outcomes.add(outcome);
                String where = "%s:%d %s: %s".formatted(c.name(), command.line(), command.type(), outcome);
                assertThat(outcome).as(where).isNotInstanceOf(Outcome.Failed.class);
                if (outcome instanceof Outcome.Skipped skipped) {
                    switch (skipped.reason()) {
                        case TEXT -> assertThat(c.textOnly()).as(where).contains(i);
                        case UNSUPPORTED -> {
                            assertThat(c.needed()).as(where).containsAnyElementsOf(LACKED);
                            assertThat(command.type()).as(where).isNotIn("assert_invalid", "assert_malformed");
                        }
                        case VALIDATE_ONLY ->
                            assertThat(command)
                                    .as(where)
                                    .isInstanceOfAny(ScriptCommand.Act.class, ScriptCommand.Instantiate.class);
                    }
                }
            }
        }
        return outcomes;
    }

    private static String summary(Map<String, List<Outcome>> outcomes) {
        List<String> lines = new ArrayList<>();
        long passed = outcomes.values().stream()
                .flatMap(List::stream)
                .filter(Outcome.Passed.class::isInstance)
                .count();
        long all = outcomes.values().stream().mapToLong(List::size).sum();
        lines.add("%d scripts, %d commands, %d passed; skipped:".formatted(outcomes.size(), all, passed));
        outcomes.forEach((name, list) -> {
            Map<Outcome.Reason, Long> skips = list.stream()
                    .filter(Outcome.Skipped.class::isInstance)
                    .map(o -> ((Outcome.Skipped) o).reason())
                    .collect(Collectors.groupingBy(r -> r, TreeMap::new, Collectors.counting()));
            skips.forEach((reason, count) -> {
                // The reason of one stands for all: a script lacks one thing, and what follows names it again.
                String why = list.stream()
                        .filter(o -> o instanceof Outcome.Skipped s && s.reason() == reason)
                        .findFirst()
                        .map(Outcome::why)
                        .orElse("");
                lines.add("%s: %d of %d: %s".formatted(name, count, list.size(), why));
            });
        });
        return String.join("\n", lines) + "\n";
    }

    @Test
    void theSpecificationsScriptsRun() throws Exception {
        Map<String, List<Outcome>> outcomes = new TreeMap<>();
        for (Case c : cases(Corpora.require("component-model/spec"))) {
            outcomes.put(c.name(), outcomes(c, Optional.empty(), false));
        }
        Golden.check(GOLDEN.resolve("spec.txt"), summary(outcomes));
    }

    @Test
    void theValidatorsScriptsAreValidated() throws Exception {
        Map<String, List<Outcome>> outcomes = new TreeMap<>();
        for (Case c : cases(Corpora.require("component-model/cli"))) {
            outcomes.put(c.name(), outcomes(c, Optional.of(FeatureList.read(CommandSpec.create(), c.asked())), true));
            // A user who doesn't know what a script is for gets the same.
            assertThat(outcomes(c, Optional.empty(), true)).hasSameSizeAs(outcomes.get(c.name()));
        }
        Golden.check(GOLDEN.resolve("cli.txt"), summary(outcomes));
    }
}
