package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.testkit.ReferenceValidator;
import dev.kubewasm.testkit.ReferenceValidator.Verdict;
import dev.kubewasm.testkit.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code component validate} takes and refuses what {@code wasm-tools validate} does, given the same options. */
class ValidateAgreementTest {
    /** Of the corpora's components every tenth, or all; what begins as a component, however it goes on. */
    private static List<Path> sample() throws IOException {
        Path corpora = Corpora.require("component-model");
        int every = Scale.current() == Scale.FAST ? 10 : 1;
        List<Path> components = new ArrayList<>();
        try (Stream<Path> files = Files.walk(corpora)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".wasm")).sorted().toList()) {
                byte[] bytes = Files.readAllBytes(file);
                if (bytes.length >= 8 && bytes[4] == 0x0d && bytes[6] == 1) {
                    components.add(file);
                }
            }
        }
        List<Path> sample = new ArrayList<>();
        for (int i = 0; i < components.size(); i += every) {
            sample.add(components.get(i));
        }
        return sample;
    }

    @ParameterizedTest
    @CsvSource({"default", "all"})
    void whatTheReferenceTakesIsTakenAndNothingElse(String features, @TempDir Path folder, @TempDir Path scratch)
            throws Exception {
        ReferenceValidator reference = ReferenceValidator.require(scratch);
        boolean all = features.equals("all");
        List<String> words = new ArrayList<>(List.of("component", "validate", "--output", "json"));
        if (all) {
            words.addAll(List.of("--features", "all"));
        }
        List<Path> sample = sample();
        for (int i = 0; i < sample.size(); i++) {
            words.add(Files.copy(sample.get(i), folder.resolve("%04d.wasm".formatted(i)))
                    .toString());
        }
        Map<String, Verdict> verdicts =
                reference.verdicts(folder, all ? Optional.of(ReferenceValidator.ALL_FEATURES) : Optional.empty());
        JsonNode files = new ObjectMapper()
                .readTree(CommandLineRun.of(words.toArray(String[]::new)).out())
                .path("files");

        assertThat(files).hasSameSizeAs(sample).hasSizeGreaterThan(50);
        assertThat(verdicts).hasSameSizeAs(sample);
        List<String> disagreements = new ArrayList<>();
        for (int i = 0; i < sample.size(); i++) {
            JsonNode here = files.get(i);
            Verdict there = Objects.requireNonNull(verdicts.get("%04d.wasm".formatted(i)));
            if (here.path("valid").asBoolean() != there.accepted() && !there.isForLaterRule()) {
                disagreements.add("%s: here %s, there %s"
                        .formatted(
                                sample.get(i),
                                here.path("error").asText("accepted"),
                                there.problem().orElse("accepted")));
            }
        }
        assertThat(disagreements).isEmpty();
    }
}
