package dev.kubewasm.testkit.controlplane;

import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that should hold the programs of a control plane. */
record Programs(Path folder) {
    Path etcd() {
        return folder.resolve("etcd");
    }

    Path apiServer() {
        return folder.resolve("kube-apiserver");
    }

    boolean complete() {
        return Files.isExecutable(etcd()) && Files.isExecutable(apiServer());
    }
}
