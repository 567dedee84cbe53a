package dev.kubewasm.cli.manifest;

import dev.kubewasm.cli.manifest.Outline.Part;
import java.util.ArrayList;
import java.util.List;

/** The documents of a YAML text. */
final class YamlDocuments {
    private YamlDocuments() {}

    /**
     * A line that begins with {@code ---} begins a document, the rest of the line being part of it, and one with
     * {@code ...} ends one: inside a document, YAML allows no such line.
     */
    static List<Part> of(String text) {
        List<Part> documents = new ArrayList<>();
        StringBuilder document = new StringBuilder();
        int begins = 0;
        int line = 0;
        for (String current : (Iterable<String>) text.lines()::iterator) {
            if (isMarker(current, "---") || isMarker(current, "...")) {
                documents.add(new Part(begins, document.toString()));
                document.setLength(0);
                begins = line;
                document.append("   ").append(current.substring(3)).append('\n');
            } else {
                document.append(current).append('\n');
            }
            line++;
        }
        documents.add(new Part(begins, document.toString()));
        return documents;
    }

    private static boolean isMarker(String line, String marker) {
        return line.equals(marker) || line.startsWith(marker + " ") || line.startsWith(marker + "\t");
    }

    /** Whether a document says nothing. */
    static boolean isEmpty(String document) {
        return document.lines().allMatch(YamlDocuments::saysNothing);
    }

    /** The first line that says something, from 0. */
    static int firstLine(String document) {
        return (int) document.lines().takeWhile(YamlDocuments::saysNothing).count();
    }

    private static boolean saysNothing(String line) {
        return line.isBlank() || line.stripLeading().startsWith("#");
    }
}
