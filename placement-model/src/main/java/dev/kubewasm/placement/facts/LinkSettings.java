package dev.kubewasm.placement.facts;

/**
 * What a Pod's annotations say about its links.
 *
 * @param policies how strongly its own imports are tied
 * @param pins the providers it has settled by name
 * @param consumers who may link to its exports
 * @param traffic how much it calls through its own imports
 */
public record LinkSettings(LinkPolicies policies, Pins pins, Consumers consumers, LinkTraffic traffic) {
    /** A Pod without such annotations. */
    public static final LinkSettings DEFAULT =
            new LinkSettings(LinkPolicies.DEFAULT, Pins.NONE, Consumers.SAME_NAMESPACE, LinkTraffic.UNSTATED);
}
