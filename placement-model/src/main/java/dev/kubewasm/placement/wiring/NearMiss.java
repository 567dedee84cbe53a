package dev.kubewasm.placement.wiring;

import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.wit.model.InterfaceName;

/** A workload that exports nearly what an import needs, and why it doesn't count. */
public sealed interface NearMiss {
    /** The workload. */
    WorkloadRef workload();

    /** What it exports. */
    InterfaceName exported();

    /** It exports a version on another semver track, or an older one. */
    record OtherVersion(WorkloadRef workload, InterfaceName exported) implements NearMiss {}

    /** It is in another namespace, which it doesn't open to the consumer's. */
    record OtherNamespace(WorkloadRef workload, InterfaceName exported) implements NearMiss {}

    /** It is a command, which runs to completion and provides nothing. */
    record Command(WorkloadRef workload, InterfaceName exported) implements NearMiss {}

    /** It is the consumer's own workload. */
    record Itself(WorkloadRef workload, InterfaceName exported) implements NearMiss {}
}
