package dev.kubewasm.runtime.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.assembly.Assembler;
import dev.kubewasm.runtime.cases.CallCase;
import dev.kubewasm.runtime.cases.CallCase.Step;
import dev.kubewasm.runtime.cases.CaseResult;
import dev.kubewasm.runtime.cases.CaseRunner;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostInterfaces;
import dev.kubewasm.runtime.host.InstanceLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lines of a {@code calls.jsonl}: calls with the results that wasmtime gave (format: README of the corpus). */
final class CallCases {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private CallCases() {}

    static CaseRunner runner(ComponentRuntime runtime, Path base, HostInterfaces host) {
        Assembler.Settings settings =
                new Assembler.Settings(() -> HostContext.builder().build(), InstanceLimits.DEFAULT, DEADLINE);
        return new CaseRunner(runtime, new Assembler(runtime, host, settings), base, DEADLINE);
    }

    /** What went wrong, one line for each case that didn't pass. */
    static List<String> failures(CaseRunner runner, List<CallCase> cases) {
        List<String> failures = new ArrayList<>();
        for (CallCase test : cases) {
            CaseResult result = runner.run(test);
            if (!result.pass()) {
                failures.add(test + ": " + result);
            }
        }
        return failures;
    }

    static List<CallCase> read(Path file) {
        ObjectMapper mapper = new ObjectMapper();
        List<CallCase> cases = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                cases.add(parse(mapper.readTree(line)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
        return cases;
    }

    private static CallCase parse(JsonNode json) {
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
        return new CallCase(json.get("component").asText(), links, steps);
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
