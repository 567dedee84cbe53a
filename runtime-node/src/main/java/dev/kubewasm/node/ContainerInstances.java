package dev.kubewasm.node;

import dev.kubewasm.placement.annotations.InstancesAnnotation;
import dev.kubewasm.runtime.CompiledComponent;
import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.ExportedFunction;
import dev.kubewasm.runtime.ImportSupplier;
import dev.kubewasm.runtime.LinkException;
import dev.kubewasm.runtime.engine.CoreModuleException;
import dev.kubewasm.runtime.engine.MemoryUnavailableException;
import dev.kubewasm.runtime.failure.ComponentExit;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.InstanceLimits;
import dev.kubewasm.runtime.value.Val;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Makes the instances of a container, and runs a command's. */
final class ContainerInstances {
    /** The exit code of a command that was told to end (128 + SIGTERM). */
    private static final int STOPPED = 143;

    private final ComponentRuntime runtime;
    private final NodeSettings settings;

    /** Instances in {@code runtime}, as {@code settings} have it. */
    ContainerInstances(ComponentRuntime runtime, NodeSettings settings) {
        this.runtime = runtime;
        this.settings = settings;
    }

    /**
     * The instances of a container.
     *
     * @param name of the container, for messages
     * @param size how many: more than one are a pool
     * @param memoryLimit of all together, in bytes; of it also follow how many table elements and handles they may have
     * @param milliCpu what it requests of CPU, in thousandths
     */
    record Members(String name, int size, long memoryLimit, long milliCpu) {
        String name(int member) {
            return size == 1 ? name : name + "[" + member + "]";
        }

        InstanceLimits limits() {
            return InstanceLimits.within(memoryLimit / size);
        }
    }

    /** The state of a container after an attempt to make its instances; no instance is left of one that isn't running. */
    ContainerState instantiate(
            Members members,
            CompiledComponent component,
            Map<String, ImportSupplier> suppliers,
            List<NodeLink> links,
            HostContext context) {
        List<ComponentInstance> instances = new ArrayList<>();
        ContainerState state;
        try {
            state = instantiate(members, component, suppliers, links, context, instances);
        } catch (RuntimeException | StackOverflowError e) {
            state = new ContainerState.Waiting("CreateContainerError", "it can't be started: " + e, true);
        }
        if (!(state instanceof ContainerState.Running)) {
            instances.forEach(ComponentInstance::close);
        }
        return state;
    }

    private ContainerState instantiate(
            Members members,
            CompiledComponent component,
            Map<String, ImportSupplier> suppliers,
            List<NodeLink> links,
            HostContext context,
            List<ComponentInstance> instances) {
        if (members.size() > 1 && component.functions().keySet().stream().anyMatch(ContainerInstances::isRun)) {
            return new ContainerState.Waiting(
                    "CreateContainerConfigError",
                    "annotation " + InstancesAnnotation.KEY + ": a command runs once and serves nobody: leave it out",
                    false);
        }
        try {
            for (int member = 0; member < members.size(); member++) {
                String name = members.name(member);
                instances.add(runtime.within(
                        settings.startDeadline(),
                        () -> runtime.instantiate(name, component, suppliers, context, members.limits())));
            }
            return new ContainerState.Running(
                    instances,
                    suppliers,
                    links,
                    Optional.empty(),
                    command(instances.getFirst(), members.milliCpu()),
                    context.stdout());
        } catch (LinkException e) {
            return new ContainerState.Waiting("IncompatibleLink", String.valueOf(e.getMessage()), false);
        } catch (ComponentExit e) {
            return new ContainerState.Terminated(e.status(), e.status() == 0 ? "Completed" : "Error", "");
        } catch (CoreModuleException e) {
            return new ContainerState.Waiting(
                    "CreateContainerError", String.valueOf(e.getMessage()), e instanceof MemoryUnavailableException);
        } catch (Trap e) {
            return new ContainerState.Terminated(1, "Error", "it trapped at its start: " + e.getMessage());
        } catch (OutOfMemoryError e) {
            return new ContainerState.Waiting(
                    "CreateContainerError", "there is no memory left to start it: " + e.getMessage(), true);
        }
    }

    /** Begins a command's run ({@code wasi:cli/run}) on a thread of its own; empty for a reactor, which waits for calls. */
    private Optional<ContainerState.Command> command(ComponentInstance instance, long milliCpu) {
        return instance.functionNames().stream()
                .filter(ContainerInstances::isRun)
                .findFirst()
                .flatMap(instance::function)
                .map(run -> {
                    CompletableFuture<ContainerState.Terminated> end = new CompletableFuture<>();
                    Thread thread = Thread.ofPlatform()
                            .daemon()
                            .name(instance.name())
                            .start(() -> {
                                end.completeAsync(() -> run(run, milliCpu), Runnable::run);
                                settings.news().run();
                            });
                    return new ContainerState.Command(end, thread);
                });
    }

    private static boolean isRun(String functionName) {
        return functionName.startsWith("wasi:cli/run@") && functionName.endsWith("#run");
    }

    /** Runs a command; whatever it throws ends it and nobody else. */
    private ContainerState.Terminated run(ExportedFunction run, long milliCpu) {
        try {
            if (settings.cpuShares()) {
                CpuShares.take(milliCpu);
            }
            boolean ok = run.call(List.of())
                    .filter(r -> r instanceof Val.ResultVal result && result.ok())
                    .isPresent();
            return ok
                    ? new ContainerState.Terminated(0, "Completed", "")
                    : new ContainerState.Terminated(1, "Error", "its run returned an error");
        } catch (ComponentExit e) {
            return new ContainerState.Terminated(e.status(), e.status() == 0 ? "Completed" : "Error", "");
        } catch (Trap e) {
            // Interrupted in a call, or before it began; the thread isn't where it was for what it called that was
            // ended.
            return Thread.currentThread().isInterrupted()
                    ? new ContainerState.Terminated(STOPPED, "Error", "it was stopped")
                    : new ContainerState.Terminated(1, "Error", "it trapped: " + e.getMessage());
        } catch (OutOfMemoryError e) {
            return new ContainerState.Terminated(
                    ContainerRun.KILLED, "OOMKilled", "there was no memory left for it: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            return new ContainerState.Terminated(1, "Error", "it failed: " + e);
        }
    }
}
