package dev.kubewasm.node;

import dev.kubewasm.runtime.ComponentInstance;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
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
     * @param links its imports, resolved
     * @param providers the instances that it is linked to
     * @param command for a command, its run; it serves nobody
     * @param log where its output goes
     */
    record Running(
            List<ComponentInstance> instances,
            List<NodeLink> links,
            List<ComponentInstance> providers,
            Optional<Command> command,
            OutputStream log)
            implements ContainerState {
        public Running {
            instances = List.copyOf(instances);
            links = List.copyOf(links);
            providers = List.copyOf(providers);
        }

        /** The running instance, of a pool the first. */
        ComponentInstance instance() {
            return instances.getFirst();
        }

        /** An instance that trapped or was closed: without it the container has to start again. */
        Optional<ComponentInstance> gone() {
            return instances.stream().filter(ComponentInstance::isGone).findFirst();
        }

        /** Ends it. A command is interrupted, since it may never end by itself; a call into a reactor is waited for. */
        void stop() {
            command.ifPresent(c -> c.thread().interrupt());
            instances.forEach(ComponentInstance::close);
            close(log);
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
