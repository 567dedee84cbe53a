package dev.kubewasm.placement.annotations;

import dev.kubewasm.placement.facts.Consumers;
import dev.kubewasm.placement.facts.LinkPolicies;
import dev.kubewasm.placement.facts.LinkSettings;
import dev.kubewasm.placement.facts.LinkTraffic;
import dev.kubewasm.placement.facts.Pins;
import java.util.Map;
import java.util.function.Function;

/** What all annotations of a Pod say together. */
public final class PodAnnotations {
    private PodAnnotations() {}

    /** The link settings in {@code annotations}; what is not there has its default. The first bad value is named. */
    public static Parsed<LinkSettings> linkSettings(Map<String, String> annotations) {
        Parsed<LinkPolicies> policies =
                read(annotations, LinksAnnotation.KEY, LinksAnnotation::parse, LinkPolicies.DEFAULT);
        Parsed<Pins> pins = read(annotations, ProvidersAnnotation.KEY, ProvidersAnnotation::parse, Pins.NONE);
        Parsed<Consumers> consumers =
                read(annotations, ConsumersAnnotation.KEY, ConsumersAnnotation::parse, Consumers.SAME_NAMESPACE);
        Parsed<LinkTraffic> traffic =
                read(annotations, TrafficAnnotation.KEY, TrafficAnnotation::parse, LinkTraffic.UNSTATED);
        return policies.flatMap(
                p -> pins.flatMap(q -> consumers.flatMap(c -> traffic.map(t -> new LinkSettings(p, q, c, t)))));
    }

    private static <T> Parsed<T> read(
            Map<String, String> annotations, String key, Function<String, Parsed<T>> parser, T otherwise) {
        return annotations.containsKey(key)
                ? parser.apply(annotations.getOrDefault(key, ""))
                : new Parsed.Valid<>(otherwise);
    }
}
