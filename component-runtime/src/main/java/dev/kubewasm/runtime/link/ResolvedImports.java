package dev.kubewasm.runtime.link;

import dev.kubewasm.runtime.abi.ComponentFunction;
import dev.kubewasm.runtime.abi.InstanceStore;
import dev.kubewasm.runtime.abi.ResourceType;
import dev.kubewasm.runtime.meter.LinkMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a plan's imports turned out to be, in the plan's order.
 *
 * @param functions for each of {@link LinkPlan#importedFunctions()}
 * @param resources for each of {@link LinkPlan#importedResources()}
 */
public record ResolvedImports(List<Function> functions, List<Resource> resources) {
    public ResolvedImports {
        functions = List.copyOf(functions);
        resources = List.copyOf(resources);
    }

    /**
     * A function.
     *
     * @param callees what is called: one, or that of each member of a pool
     * @param deadline how long a call waits for the instance it is in
     * @param switchable whether it may be sent to another provider later: it comes over a link, or is not linked yet
     * @param meter counts the calls, if it comes over a link of which somebody wants to know
     */
    public record Function(
            List<Callee> callees, Optional<Duration> deadline, boolean switchable, Optional<LinkMeter> meter) {
        public Function {
            callees = List.copyOf(callees);
        }
    }

    /**
     * What is called.
     *
     * @param passedOnBy the containers that import it and export it again, outermost last
     */
    public record Callee(ComponentFunction function, List<InstanceStore> passedOnBy) {
        public Callee {
            passedOnBy = List.copyOf(passedOnBy);
        }

        /** As {@code store}, which imports it, exports it again. */
        Callee passedOnBy(InstanceStore store) {
            List<InstanceStore> by = new ArrayList<>(passedOnBy);
            by.add(store);
            return new Callee(function, by);
        }

        /** That of the containers needed which is gone, if one is. */
        Optional<InstanceStore> gone() {
            return Stream.concat(Stream.of(function.store()), passedOnBy.stream())
                    .filter(InstanceStore::isGone)
                    .findFirst();
        }
    }

    /** A resource type, and how long a drop waits for the instance that defines it. */
    public record Resource(ResourceType type, Optional<Duration> deadline) {}
}
