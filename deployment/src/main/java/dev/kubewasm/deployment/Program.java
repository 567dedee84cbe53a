package dev.kubewasm.deployment;

import java.nio.file.Path;
import java.util.Locale;

/** A program that there is an image of. */
public enum Program {
    /** The scheduler; health and metrics on port 10351. */
    SCHEDULER("scheduler-app", 10351),
    /** The runtime node; health and metrics on port 10352, the kubelet's API on port 10250. */
    NODE("node-app", 10352, 10250);

    private final String module;
    private final int[] ports;

    Program(String module, int... ports) {
        this.module = module;
        this.ports = ports;
    }

    /** The image's name without a registry, {@code kube-wasm-scheduler}. */
    public String imageName() {
        return "kube-wasm-" + name().toLowerCase(Locale.ROOT);
    }

    /** The TCP ports it listens on. */
    int[] ports() {
        return ports.clone();
    }

    /**
     * Where Maven leaves the program.
     *
     * @param root the project's folder
     */
    public Path folder(Path root) {
        return root.resolve(module).resolve("target/quarkus-app");
    }
}
