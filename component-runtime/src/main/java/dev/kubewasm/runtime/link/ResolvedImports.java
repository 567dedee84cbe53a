package dev.kubewasm.runtime.link;

import dev.kubewasm.runtime.abi.ComponentFunction;
import dev.kubewasm.runtime.abi.ResourceType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
     * @param functions what is called: one, or that of each member of a pool
     * @param deadline how long a call waits for the instance it is in
     * @param switchable whether it may be sent to another provider later: it comes over a link, or is not linked yet
     */
    public record Function(List<ComponentFunction> functions, Optional<Duration> deadline, boolean switchable) {
        public Function {
            functions = List.copyOf(functions);
        }

        /** What is called, of a pool the first. */
        public ComponentFunction function() {
            return functions.getFirst();
        }
    }

    /** A resource type, and how long a drop waits for the instance that defines it. */
    public record Resource(ResourceType type, Optional<Duration> deadline) {}
}
