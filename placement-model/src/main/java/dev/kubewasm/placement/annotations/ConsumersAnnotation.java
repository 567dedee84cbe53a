package dev.kubewasm.placement.annotations;

import static dev.kubewasm.placement.annotations.BadValue.quote;

import dev.kubewasm.placement.facts.Consumers;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code kube-wasm/consumers} of a provider: a label selector of the Pods that may link to it, and after a semicolon the
 * namespaces besides its own that they may be in: {@code tier in (web,api); namespaces=shop,checkout}. An empty
 * selector admits every Pod of those namespaces.
 */
public final class ConsumersAnnotation {
    /** The annotation's key. */
    public static final String KEY = "kube-wasm/consumers";

    private static final String NAMESPACES = "namespaces";

    private ConsumersAnnotation() {}

    /** Whom {@code value} admits. */
    public static Parsed<Consumers> parse(String value) {
        return Parsed.of(KEY, value, text -> {
            int semicolon = text.indexOf(';');
            if (semicolon < 0) {
                return new Consumers(LabelSelectorSyntax.parse(text), Set.of());
            }
            return new Consumers(
                    LabelSelectorSyntax.parse(text.substring(0, semicolon)), namespaces(text.substring(semicolon + 1)));
        });
    }

    private static Set<String> namespaces(String text) throws BadValue {
        int equals = text.indexOf('=');
        if (equals < 0 || !text.substring(0, equals).strip().equals(NAMESPACES)) {
            throw new BadValue(quote(text.strip()) + " after ';' must be " + NAMESPACES + "=NAME,NAME");
        }
        Set<String> namespaces = new TreeSet<>();
        for (String entry : Syntax.entries(text.substring(equals + 1))) {
            namespaces.add(Syntax.namespace(entry));
        }
        if (namespaces.isEmpty()) {
            throw new BadValue(NAMESPACES + "= lists none: remove it, the provider's own namespace is always meant");
        }
        return namespaces;
    }
}
