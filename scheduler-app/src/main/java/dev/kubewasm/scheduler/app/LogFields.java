package dev.kubewasm.scheduler.app;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.core.SchedulingOutcome;
import java.util.List;
import org.jboss.logging.MDC;

/** What lines that this thread logs are about, in fields of their own ({@code mdc} of a line in JSON), until it is closed. */
final class LogFields implements AutoCloseable {
    private static final String NAMESPACE = "namespace";
    private static final String POD = "pod";
    private static final String UID = "uid";
    private static final String NODE = "node";

    private LogFields() {}

    /** An attempt's Pod, and its node if it has one now. */
    static LogFields of(SchedulingOutcome outcome, Uid uid) {
        PodKey pod = outcome.pod();
        MDC.put(NAMESPACE, pod.namespace());
        MDC.put(POD, pod.name());
        MDC.put(UID, uid.value());
        if (outcome instanceof SchedulingOutcome.Bound bound) {
            MDC.put(NODE, bound.node().value());
        }
        return new LogFields();
    }

    @Override
    public void close() {
        List.of(NAMESPACE, POD, UID, NODE).forEach(MDC::remove);
    }
}
