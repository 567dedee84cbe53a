package dev.kubewasm.simulations.measure;

import dev.kubewasm.placement.facts.PodKey;
import java.util.Optional;

/**
 * A link of a Pod that has a node, to the nearest replica of its provider.
 *
 * @param provider empty if no replica has a node
 * @param calls by weight ({@code kube-wasm/traffic}, 1 where nothing is said)
 */
public record PlacedLink(PodKey consumer, Optional<PodKey> provider, CallClass reach, long calls) {}
