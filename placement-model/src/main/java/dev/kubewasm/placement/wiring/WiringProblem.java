package dev.kubewasm.placement.wiring;

import dev.kubewasm.placement.facts.WorkloadPin;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.wit.compat.Mismatch;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.List;

/** Why nobody can serve an import. */
public sealed interface WiringProblem {
    /** No container of the Pod, host or workload exports it. */
    record NobodyExports(List<NearMiss> nearMisses) implements WiringProblem {
        public NobodyExports {
            nearMisses = List.copyOf(nearMisses);
        }
    }

    /** The workload that the consumer has pinned doesn't exist or doesn't export it. */
    record PinUnmatched(WorkloadPin pin, List<NearMiss> nearMisses) implements WiringProblem {
        public PinUnmatched {
            nearMisses = List.copyOf(nearMisses);
        }
    }

    /** Several workloads qualify, and the consumer pins none. */
    record Ambiguous(List<WorkloadRef> workloads) implements WiringProblem {
        public Ambiguous {
            workloads = List.copyOf(workloads);
        }
    }

    /** Several other containers of the same Pod qualify. */
    record AmbiguousContainers(List<String> containers) implements WiringProblem {
        public AmbiguousContainers {
            containers = List.copyOf(containers);
        }
    }

    /** There are exports of that name and version, and their types don't fit. */
    record Incompatible(List<Candidate> candidates) implements WiringProblem {
        public Incompatible {
            candidates = List.copyOf(candidates);
        }

        /**
         * An export that doesn't fit.
         *
         * @param exporter the workload, or the container of the same Pod, in words: {@code deployment/catalog}
         * @param exported what it exports
         * @param mismatches all places where it doesn't fit, at least one
         */
        public record Candidate(String exporter, InterfaceName exported, List<Mismatch> mismatches) {
            public Candidate {
                mismatches = List.copyOf(mismatches);
            }
        }
    }

    /** Workloads export it, and don't admit this consumer. */
    record NotConsented(List<WorkloadRef> workloads) implements WiringProblem {
        public NotConsented {
            workloads = List.copyOf(workloads);
        }
    }

    /**
     * The link closes a cycle.
     *
     * @param steps begin and end with the consumer
     * @param insidePod whether it is a cycle of one Pod's containers
     */
    record ImportCycle(List<Step> steps, boolean insidePod) implements WiringProblem {
        public ImportCycle {
            steps = List.copyOf(steps);
        }

        /**
         * One link of a cycle.
         *
         * @param consumer the workload (or container, for a cycle inside a Pod) that imports, in words
         * @param imported the name of the import
         * @param provider the workload or container that exports it
         */
        public record Step(String consumer, String imported, String provider) {}
    }

    /**
     * Consumers are linked to the workload's Pods of another revision, and this one can't serve them: were it to replace those, they
     * would be left without.
     */
    record AbandonsConsumers(List<Consumer> consumers) implements WiringProblem {
        public AbandonsConsumers {
            consumers = List.copyOf(consumers);
        }

        /**
         * A consumer that it can't serve.
         *
         * @param workload the consumer
         * @param imported what it imports
         * @param mismatches all places where the export doesn't fit; empty if there is none of that name, version and consent
         */
        public record Consumer(WorkloadRef workload, InterfaceName imported, List<Mismatch> mismatches) {
            public Consumer {
                mismatches = List.copyOf(mismatches);
            }
        }
    }

    /** The import is no interface of a package (a plain function or an inline interface): nothing can be linked to it. */
    record NotAnInterface() implements WiringProblem {}
}
