package dev.kubewasm.scheduler.app.parity;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Cases with what kube-scheduler decided, in a file: each as {@code kube-wasm explain --cases} reads it, with a field more. */
final class RecordedCases {
    static final Path FILE = Path.of("src", "test", "resources", "parity", "live.jsonl.gz");

    private static final String DECISION = "kubeScheduler";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private RecordedCases() {}

    /** The decision in a case; what isn't said is empty. */
    static Decision decision(ObjectNode recorded) throws IOException {
        return MAPPER.treeToValue(recorded.get(DECISION), Decision.class);
    }

    /** {@code picture} with what was decided of it. */
    static ObjectNode with(ObjectNode picture, Decision decision) {
        return picture.set(DECISION, MAPPER.valueToTree(decision));
    }

    static List<ObjectNode> read() throws IOException {
        List<ObjectNode> cases = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(FILE)), StandardCharsets.UTF_8))) {
            for (String line : lines.lines().toList()) {
                cases.add((ObjectNode) MAPPER.readTree(line));
            }
        }
        return cases;
    }

    static void write(List<ObjectNode> cases) throws IOException {
        Files.createDirectories(FILE.getParent());
        try (Writer out =
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(FILE)), StandardCharsets.UTF_8)) {
            for (ObjectNode recorded : cases) {
                out.write(recorded + "\n");
            }
        }
    }
}
