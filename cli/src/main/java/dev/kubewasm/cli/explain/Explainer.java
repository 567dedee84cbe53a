package dev.kubewasm.cli.explain;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kubewasm.cli.json.FieldPath;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import dev.kubewasm.scheduler.kubernetes.SchedulingCase;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Explains the cases of a file, an answer a line; what is no case is named on the error stream. */
final class Explainer {
    private static final int MAX_DEPTH = 100;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
    }

    private final Path file;
    private final PrintWriter out;
    private final PrintWriter err;

    Explainer(Path file, PrintWriter out, PrintWriter err) {
        this.file = file;
        this.out = out;
        this.err = err;
    }

    /** Whether every line is explained. Blank lines are passed over. */
    boolean run(CaseLines lines) throws IOException {
        boolean good = true;
        for (Optional<CaseLines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            Optional<String> problem = explain(line.get());
            if (problem.isPresent()) {
                good = false;
                err.println("kube-wasm: " + file + ":" + line.get().number() + ": " + problem.get());
            }
        }
        return good;
    }

    /** What is wrong with the line; empty if it is explained or blank. */
    private Optional<String> explain(CaseLines.Line line) throws IOException {
        if (line.text().isEmpty()) {
            return Optional.of("the line has more than " + CaseLines.MAX_LINE_BYTES + " bytes");
        }
        byte[] text = line.text().get();
        if (isBlank(text)) {
            return Optional.empty();
        }
        try {
            SchedulingCase scheduling = read(text);
            CaseAnswer answer = CaseAnswer.of(scheduling.id(), scheduling.read().explain(ProfileSettings.DEFAULT));
            out.println(MAPPER.writeValueAsString(answer));
            return Optional.empty();
        } catch (ValueInstantiationException e) {
            return Optional.of(cause(e));
        } catch (JsonMappingException e) {
            return Optional.of(
                    (e.getPath().isEmpty() ? "" : "field `" + FieldPath.of(e.getPath()) + "`: ") + detail(e));
        } catch (JsonProcessingException e) {
            return Optional.of("not JSON: " + detail(e));
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static SchedulingCase read(byte[] text) throws IOException {
        try (JsonParser parser = MAPPER.createParser(text)) {
            SchedulingCase scheduling = MAPPER.readValue(parser, SchedulingCase.class);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("there is more than one value on the line");
            }
            return scheduling;
        }
    }

    private static boolean isBlank(byte[] text) {
        for (byte b : text) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private static String cause(ValueInstantiationException e) {
        Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
        return String.valueOf(cause.getMessage());
    }

    private static String detail(JsonProcessingException e) {
        return Objects.requireNonNullElse(e.getOriginalMessage(), "not readable")
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll("`(?:\\w+\\.)+(\\w+)(?:<[^`]*>)?`", "$1")
                .replaceAll(" \\(token .*\\)", "");
    }
}
