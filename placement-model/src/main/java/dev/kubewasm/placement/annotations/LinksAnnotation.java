package dev.kubewasm.placement.annotations;

import static dev.kubewasm.placement.annotations.BadValue.quote;

import dev.kubewasm.placement.facts.InterfacePattern;
import dev.kubewasm.placement.facts.LinkPolicies;
import dev.kubewasm.placement.facts.LinkPolicy;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code kube-wasm/links} of a Pod: one policy ({@code required}, {@code preferred} or {@code none}) for all its
 * imports, or one per interface: {@code example:pricing/catalog=preferred,*=required}.
 */
public final class LinksAnnotation {
    /** The annotation's key. */
    public static final String KEY = "kube-wasm/links";

    private LinksAnnotation() {}

    /** The policies that {@code value} sets. */
    public static Parsed<LinkPolicies> parse(String value) {
        return Parsed.of(KEY, value, text -> {
            if (!text.contains("=")) {
                return new LinkPolicies(Map.of(), policy(text.strip()));
            }
            Map<InterfacePattern, LinkPolicy> policies = new LinkedHashMap<>();
            for (String entry : Syntax.entries(text)) {
                String[] pair = Syntax.keyAndValue(entry, "INTERFACE=POLICY");
                InterfacePattern pattern =
                        pair[0].equals("*") ? new InterfacePattern.Any() : Syntax.interfacePattern(pair[0]);
                if (policies.putIfAbsent(pattern, policy(pair[1])) != null) {
                    throw new BadValue(quote(pair[0]) + " is set twice");
                }
            }
            return new LinkPolicies(policies, LinkPolicy.REQUIRED);
        });
    }

    private static LinkPolicy policy(String text) throws BadValue {
        return switch (text) {
            case "required" -> LinkPolicy.REQUIRED;
            case "preferred" -> LinkPolicy.PREFERRED;
            case "none" -> LinkPolicy.NONE;
            default -> throw new BadValue(quote(text) + " is no policy: write required, preferred or none");
        };
    }
}
