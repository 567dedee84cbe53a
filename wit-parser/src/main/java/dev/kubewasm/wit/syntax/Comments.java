package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.model.Docs;
import java.util.ArrayList;
import java.util.List;

/** Comments to documentation, markers and common indentation removed. */
final class Comments {
    private Comments() {}

    static Docs docs(List<String> comments) {
        if (comments.isEmpty()) {
            return Docs.NONE;
        }
        List<String> blocks = comments.stream().map(Comments::content).toList();
        int indent = blocks.stream()
                .filter(block -> !block.isEmpty())
                .mapToInt(Comments::leadingSpace)
                .min()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        for (String block : blocks) {
            String text = indent > 0 && block.startsWith(" ".repeat(indent)) ? block.substring(indent) : block;
            lines.addAll(text.isEmpty() ? List.of("") : text.lines().toList());
        }
        lines.replaceAll(String::stripTrailing);
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        Docs docs = new Docs(String.join("\n", lines));
        // One block comment, its text on lines of its own, keeps the indentation of these, as in the reference.
        boolean block = comments.size() == 1 && comments.getFirst().startsWith("/**");
        return block ? docs : new Docs(docs.text().stripIndent());
    }

    private static String content(String text) {
        // A file means the same with the line ends of Windows.
        String comment = text.replace("\r\n", "\n");
        if (comment.startsWith("/**") && comment.length() >= 5) {
            return comment.substring(3, comment.length() - 2).stripTrailing();
        }
        int start = 0;
        while (start < comment.length() && comment.charAt(start) == '/') {
            start++;
        }
        return comment.substring(start).stripTrailing();
    }

    private static int leadingSpace(String text) {
        int n = 0;
        while (n < text.length() && (text.charAt(n) == ' ' || text.charAt(n) == '\t' || text.charAt(n) == '\n')) {
            n++;
        }
        return n;
    }
}
