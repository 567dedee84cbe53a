package dev.kubewasm.cli.wast;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a run of scripts came to ({@code docs/wast-output.schema.json}).
 *
 * @param scripts in the order they were given
 * @param passed commands that do what they say
 * @param failed commands that don't
 * @param skipped commands that weren't done
 * @param unsupported how many of the skipped ones need what this runtime lacks
 */
record WastDocument(List<ScriptRow> scripts, long passed, long failed, long skipped, long unsupported) {
    /**
     * A script.
     *
     * @param script its path as it was given
     * @param source the text it was converted from
     */
    record ScriptRow(
            String script,
            String source,
            List<CommandRow> commands,
            long passed,
            long failed,
            long skipped,
            long unsupported) {}

    /**
     * A command.
     *
     * @param line of the source
     * @param outcome {@code pass}, {@code fail} or {@code skip}
     * @param reason of a skip
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CommandRow(
            int line,
            String type,
            String outcome,
            @Nullable String reason,
            @Nullable String why) {}

    static ScriptRow row(Script script, List<Outcome> outcomes) {
        List<CommandRow> rows = new java.util.ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            rows.add(row(script.commands().get(i), outcomes.get(i)));
        }
        return new ScriptRow(
                script.name(),
                script.source(),
                rows,
                rows.stream().filter(r -> r.outcome().equals("pass")).count(),
                rows.stream().filter(r -> r.outcome().equals("fail")).count(),
                rows.stream().filter(r -> r.outcome().equals("skip")).count(),
                outcomes.stream()
                        .filter(o -> o instanceof Outcome.Skipped s && s.reason() == Outcome.Reason.UNSUPPORTED)
                        .count());
    }

    private static CommandRow row(ScriptCommand command, Outcome outcome) {
        @Nullable String why = outcome.why().isEmpty() ? null : outcome.why();
        return switch (outcome) {
            case Outcome.Passed p -> new CommandRow(command.line(), command.type(), "pass", null, why);
            case Outcome.Failed f -> new CommandRow(command.line(), command.type(), "fail", null, why);
            case Outcome.Skipped s ->
                new CommandRow(
                        command.line(),
                        command.type(),
                        "skip",
                        s.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        why);
        };
    }

    static WastDocument of(List<ScriptRow> scripts) {
        return new WastDocument(
                scripts,
                scripts.stream().mapToLong(ScriptRow::passed).sum(),
                scripts.stream().mapToLong(ScriptRow::failed).sum(),
                scripts.stream().mapToLong(ScriptRow::skipped).sum(),
                scripts.stream().mapToLong(ScriptRow::unsupported).sum());
    }

    /** Whether every command does what it says, those about text aside. */
    boolean good() {
        return failed == 0 && unsupported == 0;
    }

    String json() {
        try {
            return new ObjectMapper().writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("plain records could not be written as JSON", e);
        }
    }

    /** One line a command, and a summary. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (ScriptRow script : scripts) {
            for (CommandRow command : script.commands()) {
                text.append(
                        "%s:%d %s %s".formatted(script.script(), command.line(), command.type(), command.outcome()));
                if (command.why() != null) {
                    // A message of several lines would be taken for several commands.
                    text.append(": ").append(command.why().strip().replaceAll("\\s*\\R\\s*", " "));
                }
                text.append('\n');
            }
        }
        text.append("%s, %s: %d passed, %d failed, %d skipped%s\n"
                .formatted(
                        counted(scripts.size(), "script"),
                        counted(passed + failed + skipped, "command"),
                        passed,
                        failed,
                        skipped,
                        unsupported == 0 ? "" : " (%d need what this runtime lacks)".formatted(unsupported)));
        return text.toString();
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
