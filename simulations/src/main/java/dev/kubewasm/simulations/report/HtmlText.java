package dev.kubewasm.simulations.report;

import java.util.Map;

/** Text in HTML. */
final class HtmlText {
    private static final Map<Character, String> ENTITIES =
            Map.of('<', "&lt;", '>', "&gt;", '&', "&amp;", '"', "&quot;", '\'', "&#39;");

    private HtmlText() {}

    /** The text so that it is text, in an element or an attribute. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String entity = ENTITIES.get(c);
            if (entity == null) {
                escaped.append(c);
            } else {
                escaped.append(entity);
            }
        }
        return escaped.toString();
    }
}
