package dev.kubewasm.cli.report;

import dev.kubewasm.cli.report.RunReport.CallRow;
import dev.kubewasm.cli.report.RunReport.How;
import dev.kubewasm.cli.report.RunReport.LinkRow;
import dev.kubewasm.cli.report.RunReport.PodRow;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.wave.Wave;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The report as tables, with the reasons of what is not well below them. */
final class TextReport {
    private TextReport() {}

    static String render(RunReport report) {
        List<String> blocks = new ArrayList<>();
        blocks.add(pods(report.pods()));
        if (!report.links().isEmpty()) {
            blocks.add(links(report.links()));
        }
        String reasons = reasons(report.pods());
        if (!reasons.isEmpty()) {
            blocks.add(reasons);
        }
        for (CallRow call : report.calls()) {
            blocks.add(call(call));
        }
        return String.join("\n", blocks);
    }

    private static String pods(List<PodRow> pods) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NAMESPACE", "POD", "NODE", "PHASE"));
        for (PodRow pod : pods) {
            rows.add(List.of(pod.namespace(), pod.name(), Objects.requireNonNullElse(pod.node(), "-"), pod.phase()));
        }
        return Table.text(rows);
    }

    private static String links(List<LinkRow> links) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("CONSUMER", "INTERFACE", "PROVIDER", "HOW"));
        for (LinkRow link : folded(links)) {
            rows.add(List.of(
                    link.consumer(),
                    link.importName(),
                    link.provider(),
                    link.how().text()));
        }
        return Table.text(rows);
    }

    /** What a consumer imports of one package of its host is one row: {@code wasi:cli/{exit, stdout}@0.2.12}. */
    private static List<LinkRow> folded(List<LinkRow> links) {
        Map<Object, List<LinkRow>> groups = new LinkedHashMap<>();
        for (LinkRow link : links) {
            Optional<PackageName> pkg = link.how() == How.HOST
                    ? InterfaceName.parse(link.importName()).map(InterfaceName::pkg)
                    : Optional.empty();
            Object group = pkg.isPresent() ? List.of(link.consumer(), link.provider(), pkg.get()) : link;
            groups.computeIfAbsent(group, g -> new ArrayList<>()).add(link);
        }
        return groups.values().stream().map(TextReport::fold).toList();
    }

    private static LinkRow fold(List<LinkRow> links) {
        LinkRow first = links.getFirst();
        if (links.size() == 1) {
            return first;
        }
        PackageName pkg = InterfaceName.parse(first.importName()).orElseThrow().pkg();
        String names = links.stream()
                .map(link ->
                        InterfaceName.parse(link.importName()).orElseThrow().name())
                .collect(Collectors.joining(", "));
        String folded = pkg.unversioned() + "/{" + names + "}"
                + pkg.version().map(v -> "@" + v).orElse("");
        return new LinkRow(first.consumer(), folded, first.how(), first.provider());
    }

    private static String reasons(List<PodRow> pods) {
        StringBuilder text = new StringBuilder();
        for (PodRow pod : pods) {
            for (String reason : pod.reasons()) {
                text.append(pod.namespace()).append('/').append(pod.name()).append(": ");
                text.append(reason.strip().replace("\n", "\n    ")).append('\n');
            }
        }
        return text.toString();
    }

    private static String call(CallRow call) {
        String outcome = call.error() != null
                ? "error: " + call.error()
                : call.result() == null || call.result().isEmpty() ? "(no result)" : readable(call.result());
        return call.call() + "\n  " + outcome.stripTrailing().replace("\n", "\n  ") + "\n";
    }

    /** A string of several lines is shown as those lines; everything else as the WAVE text it is. */
    private static String readable(String wave) {
        if (wave.startsWith("\"") && wave.contains("\\n")) {
            return ((Val.Str) Wave.parse(wave, ValueType.Primitive.STRING)).value();
        }
        return wave;
    }
}
