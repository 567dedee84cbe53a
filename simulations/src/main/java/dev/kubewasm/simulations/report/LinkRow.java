package dev.kubewasm.simulations.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.kubewasm.simulations.measure.CallClass;
import dev.kubewasm.simulations.measure.PlacedLink;
import org.jspecify.annotations.Nullable;

/**
 * An import of a Pod that has a node, and who serves it.
 *
 * @param to the nearest Pod of its provider, {@code namespace/name}; null if none has a node
 * @param reach how far its calls go
 * @param calls by weight
 */
@JsonPropertyOrder({"to", "reach", "calls"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LinkRow(@Nullable String to, CallClass reach, long calls) {
    /** The row of {@code link}. */
    static LinkRow of(PlacedLink link) {
        return new LinkRow(link.provider().map(Object::toString).orElse(null), link.reach(), link.calls());
    }
}
