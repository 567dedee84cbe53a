package dev.kubewasm.testkit.controlplane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that runs beside the test, its output in a log file; killed when the JVM ends, should nobody stop it. */
final class ChildProcess {
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);
    private static final int LOG_LINES_SHOWN = 20;

    private final String name;
    private final Path log;
    private final Process process;
    private final Thread killer;

    private ChildProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.killer = new Thread(process::destroyForcibly, "stop " + name);
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /**
     * @param command the program's path, then its arguments
     * @param directory where its log goes
     */
    static ChildProcess start(List<String> command, Path directory) throws IOException {
        String name = Path.of(command.getFirst()).getFileName().toString();
        Path log = directory.resolve(name + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new ChildProcess(name, log, process);
    }

    /** Waits until it has ended, but no longer than {@code limit}. */
    void awaitEnd(Duration limit) {
        try {
            process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlPlaneException("interrupted while waiting for " + name, e);
        }
    }

    void requireAlive() throws EndedException {
        if (!process.isAlive()) {
            throw new EndedException(name + " ended with status " + process.exitValue() + "; " + endOfLog());
        }
    }

    /** Its last words, for error messages. */
    String endOfLog() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return "the end of its log:\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            return "its log can't be read: " + e;
        }
    }

    /** Asks it to end, and kills it when it doesn't; returns when it has ended. */
    void stop() {
        process.destroy();
        awaitEnd(STOPS_WITHIN);
        process.destroyForcibly().onExit().join();
        Runtime.getRuntime().removeShutdownHook(killer);
    }

    /** It ended by itself, though it should go on. */
    static final class EndedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        EndedException(String reason) {
            super(reason);
            this.reason = reason;
        }

        /** Which program, its status and its last words. */
        String reason() {
            return reason;
        }
    }
}
