package dev.kubewasm.cli.component;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubewasm.runtime.cases.CallCase;
import dev.kubewasm.runtime.cases.CallCase.Step;
import dev.kubewasm.runtime.cases.CaseResult;
import dev.kubewasm.runtime.cases.CaseResult.StepResult;
import dev.kubewasm.runtime.cases.CaseRunner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Runs the cases of a file, a JSON object a line, and prints a line for each. A call is
 * {@code {"component", "links", "func", "args", "result", "trap"}}; {@code {"component", "links", "sequence": [STEP...]}}
 * are calls on the same instances, where a STEP may be {@code {"drop": "@h1"}} too. Fields that aren't known are passed
 * over; {@code links}, {@code args}, {@code result} and {@code trap} may be left out.
 */
final class CaseLines {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final CaseRunner runner;
    private final CallFormat output;
    private final PrintWriter out;
    private final PrintWriter err;
    private int passed;
    private int failed;
    private int skipped;

    /** {@code output}: text tells only of what differs. */
    CaseLines(CaseRunner runner, CallFormat output, CommandSpec spec) {
        this.runner = runner;
        this.output = output;
        this.out = spec.commandLine().getOut();
        this.err = spec.commandLine().getErr();
    }

    /** Runs all lines, and sums up on standard error; whether none differs. */
    boolean run(BufferedReader in) throws IOException {
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            number++;
            tell(number, run(line));
        }
        err.println("%d line%s: %d passed, %d failed, %d skipped"
                .formatted(number, number == 1 ? "" : "s", passed, failed, skipped));
        return failed == 0;
    }

    /** What came of a line: the case's result, and whether it is shown as a list of steps. */
    private record Came(CaseResult result, boolean isSequence) {}

    private Came run(String line) {
        boolean isSequence = false;
        try {
            JsonNode json = MAPPER.readTree(line);
            isSequence = json.has("sequence");
            return new Came(runner.run(parse(json)), isSequence);
        } catch (JsonProcessingException e) {
            return new Came(new CaseResult.Failed("the line is no JSON from column " + column(e) + " on"), isSequence);
        } catch (IllegalArgumentException e) {
            return new Came(new CaseResult.Failed("the line is no case: " + e.getMessage()), isSequence);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // A mistake of ours, or a component too large for this process: the other lines can be run all the same.
            return new Came(new CaseResult.Failed("internal error: " + e), isSequence);
        }
    }

    private static int column(JsonProcessingException e) {
        return e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
    }

    private void tell(int number, Came came) {
        ObjectNode row = MAPPER.createObjectNode();
        row.put("line", number);
        row.put("pass", came.result().pass());
        switch (came.result()) {
            case CaseResult.Unsupported(String why) -> {
                skipped++;
                row.put("skipped", why);
            }
            case CaseResult.Failed(String why) -> row.put("got", "error: " + why);
            case CaseResult.Ran(var ignored, List<StepResult> steps) -> row.set("got", got(steps, came.isSequence()));
        }
        if (came.result().pass()) {
            passed++;
        } else if (!(came.result() instanceof CaseResult.Unsupported)) {
            failed++;
        }
        if (output == CallFormat.jsonl) {
            out.print(Documents.line(row));
            out.flush();
        } else if (!came.result().pass()) {
            out.println("line %d: %s"
                    .formatted(
                            number,
                            row.has("skipped") ? "skipped: " + text(row.get("skipped")) : text(row.get("got"))));
            out.flush();
        }
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.asText() : node.toString();
    }

    private static JsonNode got(List<StepResult> steps, boolean isSequence) {
        if (!isSequence) {
            return text(steps.getFirst().got());
        }
        ArrayNode all = MAPPER.createArrayNode();
        steps.forEach(step -> all.add(text(step.got())));
        return all;
    }

    private static JsonNode text(Optional<String> got) {
        return got.<JsonNode>map(JsonNodeFactory.instance::textNode).orElse(NullNode.getInstance());
    }

    private static CallCase parse(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("an object is expected");
        }
        Map<String, String> links = new LinkedHashMap<>();
        JsonNode given = json.path("links");
        if (!given.isMissingNode() && !given.isNull()) {
            require(given.isObject(), "`links` must be an object");
            given.properties().forEach(link -> links.put(link.getKey(), string(link.getValue(), "a link")));
        }
        List<Step> steps = new ArrayList<>();
        if (json.has("sequence")) {
            require(json.get("sequence").isArray(), "`sequence` must be an array");
            json.get("sequence").forEach(step -> steps.add(step(step)));
        } else {
            steps.add(step(json));
        }
        return new CallCase(string(json.path("component"), "`component`"), links, steps);
    }

    private static Step step(JsonNode json) {
        JsonNode trap = json.path("trap");
        require(trap.isMissingNode() || trap.isBoolean(), "`trap` must be true or false");
        if (json.has("drop")) {
            String handle = string(json.get("drop"), "`drop`");
            require(handle.startsWith("@"), "`drop` must be a handle such as \"@h1\"");
            return new Step.Drop(handle.substring(1), trap.asBoolean());
        }
        JsonNode given = json.path("args");
        require(given.isMissingNode() || given.isArray(), "`args` must be an array");
        List<String> args = new ArrayList<>();
        given.forEach(arg -> args.add(string(arg, "an argument")));
        JsonNode result = json.path("result");
        return new Step.Call(
                string(json.path("func"), "`func`"),
                args,
                result.isMissingNode() || result.isNull() ? Optional.empty() : Optional.of(string(result, "`result`")),
                trap.asBoolean());
    }

    private static String string(JsonNode json, String what) {
        require(json.isTextual(), what + " must be a string");
        return json.asText();
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
