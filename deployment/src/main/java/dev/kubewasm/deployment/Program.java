package dev.kubewasm.deployment;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A program that there is an image of. */
public enum Program {
    /** The scheduler; health and metrics on port 10351. */
    SCHEDULER("scheduler-app"),
    /** The runtime node; health and metrics on port 10352, the kubelet's API on port 10250. */
    NODE("node-app");

    private final String module;

    Program(String module) {
        this.module = module;
    }

    /** The image's name without a registry, {@code kube-wasm-scheduler}. */
    public String imageName() {
        return "kube-wasm-" + name().toLowerCase(Locale.ROOT);
    }

    /** The TCP ports it listens on. */
    Set<Integer> ports() {
        return switch (this) {
            case SCHEDULER -> Set.of(10351);
            case NODE -> Set.of(10352, 10250);
        };
    }

    /**
     * What its JVM is told beside what every program's is. What the scheduler holds and makes are mostly small objects; what
     * it makes for a Pod is soon garbage, or stays as long as the Pod does. So the young generation has room until it is, and
     * what stays isn't copied many times.
     */
    List<String> jvmOptions() {
        return switch (this) {
            case SCHEDULER -> List.of("-XX:+UseCompactObjectHeaders", "-XX:NewSize=96m", "-XX:MaxTenuringThreshold=1");
            case NODE -> List.of();
        };
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
