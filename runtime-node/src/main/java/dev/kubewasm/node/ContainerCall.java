package dev.kubewasm.node;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.runtime.ComponentInstance;
import java.time.Duration;
import java.util.List;

/** Calls a function that a running container exports, for whoever operates the node. */
public final class ContainerCall {
    private ContainerCall() {}

    /** How a call ended. */
    public enum Ending {
        /** It returned, and neither false nor an error. */
        PASSED,
        /** It returned false or an error. */
        FAILED,
        /** It trapped, or its arguments aren't of its parameters' types. */
        BROKE,
        /** The component exports no such function. */
        NOT_EXPORTED,
        /** There is no such container, or it can't be called now. */
        NOT_RUNNING
    }

    /**
     * What came of it.
     *
     * @param ending how it ended
     * @param text its result as WAVE text, or what went wrong
     */
    public record Answer(Ending ending, String text) {
        /** Whether it returned, and neither false nor an error. */
        public boolean success() {
            return ending == Ending.PASSED;
        }

        /** Whether {@code text} is what it returned. */
        public boolean returned() {
            return ending == Ending.PASSED || ending == Ending.FAILED;
        }
    }

    /**
     * Calls on this thread.
     *
     * @param command the function's full name, then its arguments as WAVE text
     * @param timeout a call that takes longer is ended, and the container with it
     */
    public static Answer make(NodeAgent agent, PodKey pod, String container, List<String> command, Duration timeout) {
        ComponentInstance instance = agent.instances(pod).get(container);
        return instance == null
                ? new Answer(
                        Ending.NOT_RUNNING,
                        "container " + container + " of Pod " + pod + " doesn't run, or its Pod isn't Ready")
                : ExecAction.of(command).call(instance, timeout);
    }
}
