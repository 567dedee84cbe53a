package dev.kubewasm.node;

import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.ImportSupplier;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where a container is in its life; the names of reasons are those that {@code kubectl describe} shows. */
sealed interface ContainerState {
    /**
     * Not started.
     *
     * @param reason one word, for example {@code WaitingForProvider}
     * @param message what it waits for or what is wrong
     * @param retry whether another attempt may succeed without anybody changing the Pod
     */
    record Waiting(String reason, String message, boolean retry) implements ContainerState {}

    /**
     * Started.
     *
     * @param instances the running instance, or the members of its pool
     * @param suppliers of its imports
     * @param links the same as it is shown
     * @param waits what it waits for since a provider is gone; its calls wait too, up to the link deadline
     * @param command for a command, its run; it serves nobody
     * @param log where its output goes
     */
    record Running(
            List<ComponentInstance> instances,
            Map<String, ImportSupplier> suppliers,
            List<NodeLink> links,
            Optional<Waiting> waits,
            Optional<Command> command,
            OutputStream log)
            implements ContainerState {
        public Running {
            instances = List.copyOf(instances);
            suppliers = Collections.unmodifiableMap(new LinkedHashMap<>(suppliers));
            links = List.copyOf(links);
        }

        /** The running instance, of a pool the first. */
        ComponentInstance instance() {
            return instances.getFirst();
        }

        /** An instance that trapped or was closed: without it the container has to start again. */
        Optional<ComponentInstance> gone() {
            return instances.stream().filter(ComponentInstance::isGone).findFirst();
        }

        /** The imports whose provider is gone. */
        List<String> lostImports() {
            return suppliers.entrySet().stream()
                    .filter(e -> e.getValue() instanceof ImportSupplier.Link link
                            && link.providers().stream().anyMatch(ComponentInstance::isGone))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        /** Whether all its imports are served. */
        boolean ready() {
            return waits.isEmpty() && lostImports().isEmpty();
        }

        /** The same, waiting for a provider. */
        Running waitingFor(Waiting what) {
            return new Running(instances, suppliers, links, Optional.of(what), command, log);
        }

        /** The same with other suppliers of some imports. */
        Running relinked(Map<String, ImportSupplier> changed, List<NodeLink> newLinks) {
            Map<String, ImportSupplier> all = new LinkedHashMap<>(suppliers);
            all.putAll(changed);
            return new Running(instances, all, newLinks, Optional.empty(), command, log);
        }

        /** How it ended when it was stopped; for a command, what it ended as. */
        Terminated stopped() {
            return command.map(Command::end).map(CompletableFuture::join).orElse(new Terminated(0, "Completed", ""));
        }

        /**
         * Ends it. A command is interrupted, since it may never end by itself; a call into a reactor is waited for, for
         * {@code grace} at most, and then interrupted.
         */
        void stop(Duration grace) {
            command.ifPresent(c -> c.thread().interrupt());
            long end = System.nanoTime() + grace.toNanos();
            instances.forEach(instance -> instance.close(Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
            close(log);
        }

        /** Hurries a stop that is under way: its time is up. */
        void kill() {
            instances.forEach(instance -> instance.close(Duration.ZERO));
        }
    }

    /** Lets go of the output of a container that has ended. */
    static void close(OutputStream log) {
        try {
            log.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the log of a container couldn't be closed", e);
        }
    }

    /**
     * A command under way.
     *
     * @param end what it will end as
     * @param thread what runs it
     */
    record Command(CompletableFuture<Terminated> end, Thread thread) {}

    /**
     * Ended.
     *
     * @param exitCode 0 for success
     * @param reason {@code Completed} or {@code Error}
     * @param message what ended it, empty after success
     */
    record Terminated(int exitCode, String reason, String message) implements ContainerState {}
}
