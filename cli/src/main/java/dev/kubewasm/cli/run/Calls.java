package dev.kubewasm.cli.run;

import dev.kubewasm.cli.cluster.EmbeddedCluster;
import dev.kubewasm.cli.report.RunReport.CallRow;
import dev.kubewasm.node.NodeAgent;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.ExportedFunction;
import dev.kubewasm.runtime.failure.ComponentExit;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.wave.Wave;
import dev.kubewasm.runtime.wave.WaveException;
import dev.kubewasm.scheduler.kubernetes.PodFactsFactory;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the calls of a run. */
final class Calls {
    /** The function called when the user names none: what a component that does one thing calls it. */
    private static final String DEFAULT_FUNCTION = "run";

    private final EmbeddedCluster cluster;
    private final List<NodeAgent> agents;
    private final PodFactsFactory facts;
    private final RunOptions options;

    Calls(EmbeddedCluster cluster, List<NodeAgent> agents, PodFactsFactory facts, RunOptions options) {
        this.cluster = cluster;
        this.agents = agents;
        this.facts = facts;
        this.options = options;
    }

    /** Makes the calls asked for, or the default ones; one row each. */
    List<CallRow> make() {
        if (!options.calls().isEmpty()) {
            return options.calls().stream().map(this::call).toList();
        }
        List<CallRow> rows = new ArrayList<>();
        for (Pod pod : pods()) {
            function(Rows.key(pod), DEFAULT_FUNCTION)
                    .filter(f -> f.type().params().isEmpty())
                    .ifPresent(f -> rows.add(call(Rows.key(pod), DEFAULT_FUNCTION, f, "")));
        }
        return rows;
    }

    private List<Pod> pods() {
        return cluster.pods().stream().sorted(Comparator.comparing(Rows::key)).toList();
    }

    private CallRow call(CallTarget target) {
        List<Pod> named = pods().stream().filter(pod -> isNamed(pod, target)).toList();
        String written = target.namespace().map(n -> n + "/").orElse("") + target.workload() + "/" + target.function()
                + "(" + target.arguments() + ")";
        if (named.isEmpty()) {
            return new CallRow(written, null, "no workload or Pod `" + target.workload() + "` in the run");
        }
        String namespaces = named.stream()
                .map(pod -> pod.getMetadata().getNamespace())
                .distinct()
                .collect(Collectors.joining(", "));
        if (namespaces.contains(",")) {
            return new CallRow(
                    written,
                    null,
                    "`" + target.workload() + "` is in several namespaces (" + namespaces + "): write NAMESPACE/"
                            + target.workload());
        }
        List<PodKey> ready = named.stream()
                .map(Rows::key)
                .filter(key -> !instances(key).isEmpty())
                .toList();
        if (ready.isEmpty()) {
            return new CallRow(written, null, "no Pod of `" + target.workload() + "` is Ready");
        }
        for (PodKey key : ready) {
            Optional<ExportedFunction> function = function(key, target.function());
            if (function.isPresent()) {
                return call(key, target.function(), function.get(), target.arguments());
            }
        }
        String exported = instances(ready.getFirst()).values().stream()
                .flatMap(i -> i.functionNames().stream())
                .collect(Collectors.joining(", "));
        return new CallRow(
                written,
                null,
                "`" + target.workload() + "` exports no `" + target.function() + "`; it exports: " + exported);
    }

    private boolean isNamed(Pod pod, CallTarget target) {
        return target.namespace().map(pod.getMetadata().getNamespace()::equals).orElse(true)
                && (pod.getMetadata().getName().equals(target.workload())
                        || facts.observe(pod).facts().workload().name().equals(target.workload()));
    }

    private Map<String, ComponentInstance> instances(PodKey pod) {
        return agents.stream()
                .map(agent -> agent.instances(pod))
                .filter(instances -> !instances.isEmpty())
                .findFirst()
                .orElse(Map.of());
    }

    private Optional<ExportedFunction> function(PodKey pod, String name) {
        return instances(pod).values().stream()
                .flatMap(instance -> instance.function(name).stream())
                .findFirst();
    }

    private CallRow call(PodKey pod, String name, ExportedFunction function, String arguments) {
        String written = pod + "/" + name + "(" + arguments + ")";
        try {
            List<Val> values = Wave.parseArguments(arguments, function.type());
            Optional<Val> result = function.call(values, options.timeLimit());
            return new CallRow(
                    written,
                    result.map(r -> Wave.print(r, function.type().result().orElseThrow()))
                            .orElse(""),
                    null);
        } catch (WaveException e) {
            return new CallRow(written, null, e.getMessage());
        } catch (Trap e) {
            return new CallRow(written, null, "trap: " + e.getMessage());
        } catch (ComponentExit e) {
            return new CallRow(written, null, "the component ended itself with status " + e.status());
        }
    }
}
