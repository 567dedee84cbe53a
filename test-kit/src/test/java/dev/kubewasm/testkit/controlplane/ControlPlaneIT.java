package dev.kubewasm.testkit.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlPlaneIT {
    private final ControlPlane controlPlane = ControlPlane.start();

    @AfterAll
    void stops() {
        controlPlane.close();

        assertThat(controlPlane.kubeconfig().getParent()).doesNotExist();
    }

    @Test
    void saysItsVersion() {
        HttpResponse<String> version = controlPlane.get("/version");

        assertThat(version.statusCode()).isEqualTo(200);
        assertThat(version.body()).contains("\"gitVersion\": \"v1.34.");
    }

    @Test
    void theAdministratorMayReadSecretsOfAllNamespaces() {
        assertThat(controlPlane.get("/api/v1/secrets").statusCode()).isEqualTo(200);
    }

    @Test
    void theKubeconfigNamesServerAndToken() throws Exception {
        assertThat(Files.readString(controlPlane.kubeconfig()))
                .contains("server: " + controlPlane.server(), "token: " + controlPlane.adminToken());
    }
}
