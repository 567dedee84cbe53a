package dev.kubewasm.runtime.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lines of a {@code calls.jsonl}: calls with the results that wasmtime gave (format: README of the corpus). */
final class CallCases {
    private CallCases() {}

    /** A line: a component, what its imports are linked to, and calls in turn on the same instances. */
    record Case(int line, String component, Map<String, String> links, List<Step> steps) {}

    /** A step of a case. */
    sealed interface Step {
        boolean trap();

        /** A call; {@code result} is WAVE text. */
        record Call(String function, List<String> args, Optional<String> result, boolean trap) implements Step {}

        /** The host drops a handle. */
        record Drop(String handle, boolean trap) implements Step {}
    }

    static List<Case> read(Path file) {
        ObjectMapper mapper = new ObjectMapper();
        List<Case> cases = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                cases.add(parse(i + 1, mapper.readTree(lines.get(i))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
        return cases;
    }

    private static Case parse(int line, JsonNode json) {
        Map<String, String> links = new LinkedHashMap<>();
        json.get("links")
                .properties()
                .forEach(e -> links.put(e.getKey(), e.getValue().asText()));
        List<Step> steps = new ArrayList<>();
        if (json.has("sequence")) {
            json.get("sequence").forEach(s -> steps.add(step(s)));
        } else {
            steps.add(step(json));
        }
        return new Case(line, json.get("component").asText(), links, steps);
    }

    private static Step step(JsonNode json) {
        boolean trap = json.get("trap").asBoolean();
        if (json.has("drop")) {
            return new Step.Drop(json.get("drop").asText().substring(1), trap);
        }
        List<String> args = new ArrayList<>();
        json.get("args").forEach(a -> args.add(a.asText()));
        Optional<String> result =
                Optional.of(json.get("result")).filter(r -> !r.isNull()).map(JsonNode::asText);
        return new Step.Call(json.get("func").asText(), args, result, trap);
    }
}
