package dev.kubewasm.placement.facts;

import dev.kubewasm.wit.model.InterfaceName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The link policy of each import of a Pod.
 *
 * @param byPattern policies by pattern; the most exact pattern that matches an import decides
 * @param otherwise for imports that no pattern matches
 */
public record LinkPolicies(Map<InterfacePattern, LinkPolicy> byPattern, LinkPolicy otherwise) {
    /** Every link is required: what holds without an annotation. */
    public static final LinkPolicies DEFAULT = new LinkPolicies(Map.of(), LinkPolicy.REQUIRED);

    public LinkPolicies {
        byPattern = Collections.unmodifiableMap(new LinkedHashMap<>(byPattern));
    }

    /** The policy of the import of {@code name}. */
    public LinkPolicy of(InterfaceName name) {
        LinkPolicy best = otherwise;
        int precision = -1;
        for (Map.Entry<InterfacePattern, LinkPolicy> entry : byPattern.entrySet()) {
            if (entry.getKey().matches(name) && entry.getKey().precision() > precision) {
                best = entry.getValue();
                precision = entry.getKey().precision();
            }
        }
        return best;
    }

    /** The policy of imports that are no interface of a package, which only {@code *} or the default can mean. */
    public LinkPolicy general() {
        return byPattern.getOrDefault(new InterfacePattern.Any(), otherwise);
    }

    /** These policies, but for the imports that {@code others} mean: all if those have no pattern, or one for everything. */
    public LinkPolicies overriddenBy(LinkPolicies others) {
        if (others.byPattern.isEmpty() || others.byPattern.containsKey(new InterfacePattern.Any())) {
            return others;
        }
        Map<InterfacePattern, LinkPolicy> merged = new LinkedHashMap<>(byPattern);
        merged.keySet().removeIf(others::covers);
        merged.putAll(others.byPattern);
        return new LinkPolicies(merged, otherwise);
    }

    private boolean covers(InterfacePattern pattern) {
        return switch (pattern) {
            case InterfacePattern.OfInterface(InterfaceName name) ->
                byPattern.keySet().stream().anyMatch(own -> own.matches(name));
            case InterfacePattern.OfPackage _, InterfacePattern.Any _ -> byPattern.containsKey(pattern);
        };
    }
}
