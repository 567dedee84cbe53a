package dev.kubewasm.scheduler.framework;

import java.util.Optional;
import java.util.Set;

/** What a filter plugin says of a Pod before it is asked about nodes. */
public sealed interface PreFilter {
    /** The plugin has nothing to say about the Pod. */
    PreFilter SKIP = new Skip();

    /** The plugin has nothing to say about the Pod. */
    record Skip() implements PreFilter {}

    /** No node takes the Pod. */
    record Reject(Status.Rejected status) implements PreFilter {}

    /**
     * Nodes are asked.
     *
     * @param nodes the names of those that come into question; empty: all
     */
    record Ask(NodeFilter filter, Optional<Set<String>> nodes) implements PreFilter {}

    /** All nodes are asked. */
    static PreFilter ask(NodeFilter filter) {
        return new Ask(filter, Optional.empty());
    }
}
