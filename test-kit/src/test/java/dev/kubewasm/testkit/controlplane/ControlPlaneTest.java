package dev.kubewasm.testkit.controlplane;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("sets a system property")
class ControlPlaneTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void nameTheFolder() {
        System.setProperty("kubewasm.control-plane", folder.toString());
    }

    @AfterEach
    void forgetTheFolder() {
        System.clearProperty("kubewasm.control-plane");
    }

    @Test
    void aNamedFolderWithoutTheProgramsIsRefused() {
        assertThatThrownBy(ControlPlane::start)
                .isInstanceOf(ControlPlaneException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("etcd and kube-apiserver are not there");
    }

    @Test
    void aProgramThatEndsAtOnceIsReportedWithItsLastWords() throws IOException {
        program("etcd", "exec sleep 600");
        program("kube-apiserver", "echo unknown flag; exit 3");

        assertThatThrownBy(ControlPlane::start)
                .isInstanceOf(ControlPlaneException.class)
                .hasMessageContaining("kube-apiserver ended with status 3")
                .hasMessageEndingWith("unknown flag");
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
    }
}
