package dev.kubewasm.node;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.runtime.ComponentInstance;
import java.time.Duration;
import java.util.List;

/** Calls a function that a running container exports, for whoever operates the node. */
public final class ContainerCall {
    private ContainerCall() {}

    /**
     * What came of it.
     *
     * @param success it returned, and neither false nor an error
     * @param text its result as WAVE text, or what went wrong
     */
    public record Answer(boolean success, String text) {}

    /**
     * Calls on this thread.
     *
     * @param command the function's full name, then its arguments as WAVE text
     * @param timeout a call that takes longer is ended, and the container with it
     */
    public static Answer make(NodeAgent agent, PodKey pod, String container, List<String> command, Duration timeout) {
        ComponentInstance instance = agent.instances(pod).get(container);
        if (instance == null) {
            return new Answer(
                    false, "container " + container + " of Pod " + pod + " doesn't run, or its Pod isn't Ready");
        }
        ExecAction.Outcome outcome = ExecAction.of(command).call(instance, timeout);
        return new Answer(outcome.success(), outcome.text());
    }
}
