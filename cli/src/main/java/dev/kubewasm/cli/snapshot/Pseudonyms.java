package dev.kubewasm.cli.snapshot;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * The same pseudonym for the same text wherever it is, and pseudonyms in the order of what they stand for: what compares texts
 * comes to the same answer.
 */
final class Pseudonyms {
    private final TreeSet<String> texts = new TreeSet<>();
    private final Map<String, String> byText = new HashMap<>();

    /** Notes a text; returns it as it is. */
    String note(String text) {
        texts.add(text);
        return text;
    }

    /** Gives each text that was noted its pseudonym. */
    void assign() {
        int digits = String.valueOf(texts.size()).length();
        int number = 0;
        for (String text : texts) {
            byText.put(text, "x" + String.format("%0" + digits + "d", ++number));
        }
    }

    /** Gives {@code text} a pseudonym that is made of others. */
    void alias(String text, String pseudonym) {
        byText.put(text, pseudonym);
    }

    /** The pseudonym of a text that was noted. */
    String of(String text) {
        String pseudonym = byText.get(text);
        if (pseudonym == null) {
            throw new IllegalStateException("a text that was not noted");
        }
        return pseudonym;
    }
}
