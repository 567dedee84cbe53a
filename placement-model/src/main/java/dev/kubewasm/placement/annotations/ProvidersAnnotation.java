package dev.kubewasm.placement.annotations;

import static dev.kubewasm.placement.annotations.BadValue.quote;

import dev.kubewasm.placement.facts.InterfacePattern;
import dev.kubewasm.placement.facts.Pins;
import dev.kubewasm.placement.facts.WorkloadPin;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code kube-wasm/providers} of a Pod: which workload shall serve an import, {@code example:pricing/catalog=
 * deployment/catalog}, several separated by commas. A workload of another namespace is written {@code
 * namespace/kind/name}; its Pods must name this Pod's namespace in {@code kube-wasm/consumers}.
 */
public final class ProvidersAnnotation {
    /** The annotation's key. */
    public static final String KEY = "kube-wasm/providers";

    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9]{0,62}");

    private ProvidersAnnotation() {}

    /** The pins that {@code value} sets. */
    public static Parsed<Pins> parse(String value) {
        return Parsed.of(KEY, value, text -> {
            Map<InterfacePattern, WorkloadPin> pins = new LinkedHashMap<>();
            for (String entry : Syntax.entries(text)) {
                String[] pair = Syntax.keyAndValue(entry, "INTERFACE=KIND/NAME");
                if (pins.putIfAbsent(Syntax.interfacePattern(pair[0]), workload(pair[1])) != null) {
                    throw new BadValue(quote(pair[0]) + " is pinned twice");
                }
            }
            return new Pins(pins);
        });
    }

    private static WorkloadPin workload(String text) throws BadValue {
        String[] parts = text.split("/", -1);
        if (parts.length == 2) {
            return new WorkloadPin(Optional.empty(), kind(parts[0], text), Syntax.objectName(parts[1]));
        }
        if (parts.length == 3) {
            return new WorkloadPin(
                    Optional.of(Syntax.namespace(parts[0])), kind(parts[1], text), Syntax.objectName(parts[2]));
        }
        throw new BadValue(quote(text) + " is no workload: write kind/name, for example deployment/catalog");
    }

    private static String kind(String text, String workload) throws BadValue {
        String kind = text.toLowerCase(Locale.ROOT);
        if (!KIND.matcher(kind).matches()) {
            throw new BadValue(quote(workload) + " is no workload: " + quote(text)
                    + " is no kind; write kind/name, for example deployment/catalog");
        }
        return kind;
    }
}
