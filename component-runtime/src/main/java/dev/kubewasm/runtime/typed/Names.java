package dev.kubewasm.runtime.typed;

import java.lang.reflect.AnnotatedElement;
import java.util.Locale;
import java.util.regex.Pattern;

/** What Java names are in WIT. */
final class Names {
    private static final Pattern WORD_START = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_");

    private Names() {}

    /** The name that {@code element}, called {@code javaName}, has in WIT. */
    static String of(AnnotatedElement element, String javaName) {
        WitName given = element.getAnnotation(WitName.class);
        return given == null ? kebab(javaName) : given.value();
    }

    private static String kebab(String javaName) {
        return WORD_START.matcher(javaName).replaceAll("-").toLowerCase(Locale.ROOT);
    }
}
