package dev.kubewasm.cli.simulate;

import dev.kubewasm.placement.annotations.LinksAnnotation;
import dev.kubewasm.placement.annotations.Parsed;
import dev.kubewasm.placement.facts.InterfacePattern;
import dev.kubewasm.placement.facts.LinkPolicies;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** {@code links:} of a variant, as annotation {@code kube-wasm/links} is written. */
final class WhatIfLinks {
    private WhatIfLinks() {}

    /**
     * The policies.
     *
     * @param imports of all components: a pattern that matches none of them is a mistake
     * @throws IllegalArgumentException if the text can't be read, or means nobody's import
     */
    static LinkPolicies policies(String text, Stream<String> imports) {
        LinkPolicies policies =
                switch (LinksAnnotation.parse(text)) {
                    case Parsed.Valid<LinkPolicies>(LinkPolicies read) -> read;
                    case Parsed.Invalid<LinkPolicies>(String _, String problem) ->
                        throw new IllegalArgumentException("`links`: " + problem);
                };
        Set<InterfacePattern> idle = new LinkedHashSet<>(policies.byPattern().keySet());
        idle.remove(new InterfacePattern.Any());
        if (!idle.isEmpty()) {
            imports.distinct()
                    .flatMap(name -> InterfaceName.parse(name).stream())
                    .forEach(name -> idle.removeIf(pattern -> pattern.matches(name)));
        }
        if (!idle.isEmpty()) {
            throw new IllegalArgumentException(
                    "`links`: nobody imports " + idle.iterator().next());
        }
        return policies;
    }
}
