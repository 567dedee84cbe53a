package dev.kubewasm.wit.print;

import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.Docs;
import dev.kubewasm.wit.model.SemVer;
import dev.kubewasm.wit.model.Stability;
import java.util.Optional;

/** WIT text as it is written, two spaces a level. */
final class Output {
    private final StringBuilder text = new StringBuilder();
    private int level;
    private boolean anyItems;

    String text() {
        return text.toString();
    }

    /** As it is. */
    void raw(String content) {
        text.append(content);
    }

    void line(String content) {
        if (!content.isEmpty()) {
            text.append("  ".repeat(level)).append(content);
        }
        text.append('\n');
    }

    /** {@code head { body }}; the items of the body are counted apart. */
    void block(String head, Runnable body) {
        line(head + " {");
        boolean outer = anyItems;
        anyItems = false;
        level++;
        body.run();
        level--;
        anyItems = outer;
        line("}");
    }

    /** Begins an item that a blank line sets off from what stands before it in the block. */
    void item() {
        if (anyItems) {
            line("");
        }
        anyItems = true;
    }

    /** Begins an item that follows what stands before it directly. */
    void itemBelow() {
        anyItems = true;
    }

    /** What stands in front of an item. */
    void front(Attributes attributes) {
        docs(attributes.docs());
        stability(attributes.stability());
        attributes.externalId().ifPresent(id -> line("@external-id(" + Strings.quoted(id) + ")"));
    }

    void docs(Docs docs) {
        if (docs.text().isEmpty()) {
            return;
        }
        if (docs.text().startsWith("\n")
                && !docs.text().stripIndent().equals(docs.text())
                && staysInside(docs.text())) {
            // As line comments, the indentation that its lines share would be taken for that of the comments.
            // Such text comes from one block comment.
            text.append("  ".repeat(level)).append("/**").append(docs.text()).append("\n*/\n");
            return;
        }
        docs.text().lines().forEach(line -> line(line.isEmpty() ? "///" : "/// " + line));
    }

    /** Whether a block comment with this text ends where it should: the comments nested in it are balanced. */
    private static boolean staysInside(String text) {
        int depth = 0;
        for (int i = 0; i + 1 < text.length() && depth >= 0; i++) {
            if (text.startsWith("/*", i)) {
                depth++;
                i++;
            } else if (text.startsWith("*/", i)) {
                depth--;
                i++;
            }
        }
        return depth == 0;
    }

    private void stability(Stability stability) {
        switch (stability) {
            case Stability.Unknown ignored -> {
                // Nothing is written.
            }
            case Stability.Since since -> {
                line("@since(version = " + since.version() + ")");
                deprecated(since.deprecated());
            }
            case Stability.Unstable unstable -> {
                line("@unstable(feature = " + Names.id(unstable.feature()) + ")");
                deprecated(unstable.deprecated());
            }
        }
    }

    private void deprecated(Optional<SemVer> version) {
        version.ifPresent(v -> line("@deprecated(version = " + v + ")"));
    }
}
