package dev.kubewasm.runtime.cases;

import java.util.List;
import java.util.Optional;

/** What came of a case. */
public sealed interface CaseResult {
    /** Whether all was as it should be. */
    boolean pass();

    /** The steps that were run, up to the first that trapped. */
    record Ran(boolean pass, List<StepResult> steps) implements CaseResult {
        public Ran {
            steps = List.copyOf(steps);
        }
    }

    /** Nothing was run: a component is unusable, or can't be linked. */
    record Failed(String why) implements CaseResult {
        @Override
        public boolean pass() {
            return false;
        }
    }

    /** Nothing was run, for a component needs what this runtime says that it doesn't have. */
    record Unsupported(String why) implements CaseResult {
        @Override
        public boolean pass() {
            return false;
        }
    }

    /**
     * What came of a step.
     *
     * @param pass whether it is what it should be
     * @param got the result as WAVE text, or {@code trap: ...} or {@code error: ...}; empty if it returned nothing
     */
    record StepResult(boolean pass, Optional<String> got) {}
}
