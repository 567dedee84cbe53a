package dev.kubewasm.runtime.cases;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A component, what its imports are linked to, and calls in turn on the same instances.
 *
 * @param component its file
 * @param links by interface: the file of the component that supplies it to all others of the case
 * @param steps in order; nothing can follow one that traps
 */
public record CallCase(String component, Map<String, String> links, List<Step> steps) {
    public CallCase {
        links = Map.copyOf(links);
        steps = List.copyOf(steps);
    }

    /** A step of a case. */
    public sealed interface Step {
        /** Whether it should trap. */
        boolean trap();

        /**
         * A call.
         *
         * @param function full name: {@code run}, {@code example:pricing/catalog#lookup}
         * @param args WAVE text, one for each parameter
         * @param result WAVE text; empty for a function without result and for a trap
         */
        record Call(String function, List<String> args, Optional<String> result, boolean trap) implements Step {
            public Call {
                args = List.copyOf(args);
            }
        }

        /**
         * The caller drops a handle.
         *
         * @param handle its name, without the {@code @}
         */
        record Drop(String handle, boolean trap) implements Step {}
    }
}
