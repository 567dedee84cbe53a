package dev.kubewasm.cli.report;

import dev.kubewasm.cli.report.RunReport.CallRow;
import dev.kubewasm.cli.report.RunReport.LinkRow;
import dev.kubewasm.cli.report.RunReport.PodRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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
        return table(rows);
    }

    private static String links(List<LinkRow> links) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("CONSUMER", "INTERFACE", "PROVIDER", "HOW"));
        for (LinkRow link : links) {
            rows.add(List.of(
                    link.consumer(), link.importName(), link.provider(), link.how().text()));
        }
        return table(rows);
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
                : call.result() == null || call.result().isEmpty() ? "(no result)" : call.result();
        return call.call() + "\n  " + outcome.strip().replace("\n", "\n  ") + "\n";
    }

    private static String table(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
