package dev.kubewasm.scheduler.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.profile.Explanation;
import dev.kubewasm.scheduler.framework.profile.Preemption;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import dev.kubewasm.scheduler.framework.profile.Scores;
import dev.kubewasm.scheduler.framework.profile.Victims;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares what this project says of a case with what kube-scheduler said. */
final class ParityCheck {
    private final ObjectMapper mapper = new ObjectMapper();

    /**
     * A difference.
     *
     * @param subject the plugin, or {@code preemption}
     * @param text where, and what both said
     */
    record Difference(String subject, String text) {}

    /** The differences in one line of a corpus. */
    List<Difference> differences(String line) throws java.io.IOException {
        JsonNode tree = mapper.readTree(line);
        SchedulingCase scheduling = mapper.treeToValue(tree, SchedulingCase.class);
        JsonNode expect = tree.get("expect");
        Explanation actual = scheduling.read().explain(ProfileSettings.DEFAULT);
        List<Difference> differences = new ArrayList<>();
        Map<String, Status> nodes = actual.nodes();
        check(differences, "nodes", "names", names(expect.get("nodes")), new TreeSet<>(nodes.keySet()));
        nodes.forEach(
                (name, status) -> node(differences, name, expect.get("nodes").get(name), status));
        actual.scores().ifPresent(scores -> scores(differences, expect.path("scores"), scores));
        if (expect.has("preempt")) {
            preempt(differences, expect.get("preempt"), actual.preemption());
        }
        return differences.stream()
                .map(d -> new Difference(d.subject(), scheduling.id() + ": " + d.text()))
                .toList();
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void node(List<Difference> differences, String name, JsonNode expected, Status actual) {
        String said =
                switch (actual) {
                    case Status.Fits _ -> "fits";
                    case Status.Rejected rejected ->
                        rejected.plugin() + " "
                                + rejected.reasons().stream().sorted().toList() + " "
                                + rejected.code().text();
                };
        String theirs = "fits";
        if (!expected.get("fits").asBoolean()) {
            List<String> reasons = new ArrayList<>();
            expected.get("reasons").forEach(reason -> reasons.add(reason.asText()));
            theirs = expected.get("rejectedBy").asText() + " " + reasons + " "
                    + expected.get("code").asText();
        }
        check(
                differences,
                expected.has("rejectedBy") ? expected.get("rejectedBy").asText() : "fits",
                name,
                theirs,
                said);
    }

    private static void scores(List<Difference> differences, JsonNode expected, Scores actual) {
        for (int i = 0; i < actual.nodes().size(); i++) {
            String name = actual.nodes().get(i).name();
            JsonNode theirs = expected.path(name);
            Set<String> plugins = names(theirs.path("byPlugin"));
            check(differences, "score", name + " plugins", plugins, new TreeSet<>(actual.plugins()));
            for (String plugin : plugins) {
                long own = actual.plugins().contains(plugin) ? actual.of(plugin, i) : 0;
                check(
                        differences,
                        "score " + plugin,
                        name,
                        theirs.get("byPlugin").get(plugin).asLong(),
                        own);
            }
            check(differences, "total", name, theirs.path("total").asLong(), actual.total(i));
        }
    }

    private static void preempt(
            List<Difference> differences, JsonNode expected, Optional<Preemption.Result> preemption) {
        Map<String, String> theirs = new TreeMap<>();
        expected.get("candidates")
                .properties()
                .forEach(entry -> theirs.put(
                        entry.getKey(),
                        entry.getValue().get("victims") + " " + entry.getValue().get("pdbViolations")));
        Map<String, String> own = new TreeMap<>();
        boolean eligible = false;
        List<String> chosen = List.of();
        if (preemption.isPresent() && preemption.get() instanceof Preemption.Result.Eligible result) {
            eligible = true;
            for (Victims victims : result.candidates()) {
                List<String> keys = victims.pods().stream()
                        .map(PodInfo::key)
                        .map(key -> "\"" + key + "\"")
                        .toList();
                own.put(victims.node(), "[" + String.join(",", keys) + "] " + victims.pdbViolations());
            }
            chosen = result.best().stream().map(Victims::node).sorted().toList();
        }
        List<String> theirChoice = new ArrayList<>();
        expected.get("chosen").forEach(node -> theirChoice.add(node.asText()));
        check(differences, "preemption", "eligible", expected.get("eligible").asBoolean(), eligible);
        check(differences, "preemption", "candidates", theirs, own);
        check(differences, "preemption", "chosen", theirChoice, chosen);
    }

    private static void check(
            List<Difference> differences, String subject, String where, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            differences.add(
                    new Difference(subject, where + ": kube-scheduler said " + expected + ", this said " + actual));
        }
    }
}
