package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.testkit.Scale;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command prints of random clusters is what kube-scheduler's own plugins said of them. */
class ExplainParityTest {
    private static final long SEED = 7;
    private static final int CASES = 5000;

    @TempDir
    private Path temp;

    @ParameterizedTest
    @CsvSource({"parity-dev", "preempt-dev"})
    void printsWhatKubeSchedulerSaid(String corpus) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> expected = new ArrayList<>();
        List<String> questions = new ArrayList<>();
        for (String line : lines(corpus)) {
            ObjectNode case_ = (ObjectNode) mapper.readTree(line);
            JsonNode expect = case_.remove("expect");
            // What the corpus notes besides: who else would have rejected a node, which kube-scheduler does not ask.
            expect.get("nodes").forEach(node -> ((ObjectNode) node).remove(List.of("allRejects", "byPreFilterResult")));
            expected.add(expect);
            questions.add(case_.toString());
        }

        CommandLineRun run = CommandLineRun.of(
                "explain",
                "--cases",
                Files.write(temp.resolve("cases.jsonl"), questions).toString(),
                "--output",
                "jsonl");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.GOOD);
        List<String> answers = run.out().lines().toList();
        assertThat(answers).hasSameSizeAs(questions);
        for (int i = 0; i < answers.size(); i++) {
            JsonNode answer = mapper.readTree(answers.get(i));
            String id = answer.get("id").asText();
            assertThat(id).isEqualTo(mapper.readTree(questions.get(i)).get("id").asText());
            JsonNode expect = expected.get(i);
            assertThat(answer.get("nodes")).as(id).isEqualTo(expect.get("nodes"));
            if (!answer.get("scores").isEmpty()) {
                assertThat(answer.get("scores")).as(id).isEqualTo(expect.get("scores"));
            }
            if (expect.has("preempt")) {
                assertThat(answer.get("preempt")).as(id).isEqualTo(expect.get("preempt"));
            }
        }
    }

    /** As many of the corpus as the scale says, by a seed. */
    private static List<String> lines(String corpus) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(Corpora.require("parity/" + corpus + ".jsonl.gz"))),
                StandardCharsets.UTF_8))) {
            List<String> all = new ArrayList<>(reader.lines().toList());
            Collections.shuffle(all, new Random(SEED));
            return all.subList(0, Math.min(all.size(), Scale.cases(CASES)));
        }
    }
}
