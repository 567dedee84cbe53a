package dev.kubewasm.node;

import java.util.Locale;

/** Operating system and architecture of the host, named as Go and so the labels of Nodes do. */
public final class HostPlatform {
    private HostPlatform() {}

    /** {@code linux} for example: label {@code kubernetes.io/os}. */
    public static String os() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    /** {@code amd64} for example: label {@code kubernetes.io/arch}. */
    public static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case String other -> other;
        };
    }
}
