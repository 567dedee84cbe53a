package dev.kubewasm.testkit.controlplane;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/** K3s in a container, cut down to the API server and its store, as {@link ServerProcesses} has them. */
final class K3sServer implements RunningServer {
    private static final DockerImageName IMAGE = DockerImageName.parse("rancher/k3s:v1.34.4-k3s1");
    private static final String TOKENS = "/etc/kube-wasm-tokens.csv";
    private static final String CLIENT_AUTHORITY = "/var/lib/rancher/k3s/server/tls/client-ca";
    private static final Pattern SERVER = Pattern.compile("(?m)^\\s*server: \"?(\\S+?)\"?$");
    private static final Pattern AUTHORITY = Pattern.compile("(?m)^\\s*certificate-authority-data: \"?(\\S+?)\"?$");

    private final K3sContainer container;
    private final AdminAccess access;

    private K3sServer(K3sContainer container, AdminAccess access) {
        this.container = container;
        this.access = access;
    }

    static RunningServer start(List<String> flags) {
        String token = ServerFiles.randomToken();
        K3sContainer container = new K3sContainer(IMAGE);
        List<String> command = new ArrayList<>(List.of(
                "server",
                "--tls-san=" + container.getHost(),
                "--disable-agent",
                "--disable-controller-manager",
                "--disable-scheduler",
                "--disable-cloud-controller",
                "--disable-helm-controller",
                "--disable-network-policy",
                "--disable=traefik,servicelb,metrics-server,coredns,local-storage",
                "--kube-apiserver-arg=token-auth-file=" + TOKENS,
                "--kube-apiserver-arg=disable-admission-plugins=" + ServerFiles.DISABLED_ADMISSION_PLUGINS));
        flags.forEach(flag -> command.add("--kube-apiserver-arg=" + flag));
        container
                .withCopyToContainer(Transferable.of(ServerFiles.tokenFile(token), 0600), TOKENS)
                .withCommand(command.toArray(String[]::new))
                // The container's own way is to wait for its node, and there is none.
                .waitingFor(Wait.forSuccessfulCommand("kubectl get --raw /readyz"));
        try {
            container.start();
            String kubeconfig = container.getKubeConfigYaml();
            byte[] authority = Base64.getDecoder().decode(find(AUTHORITY, kubeconfig));
            URI server = URI.create(find(SERVER, kubeconfig));
            return new K3sServer(
                    container, new AdminAccess(server, new String(authority, StandardCharsets.US_ASCII), token));
        } catch (RuntimeException e) {
            container.stop();
            throw new ControlPlaneException("K3s doesn't start in Docker", e);
        }
    }

    private static String find(Pattern pattern, String kubeconfig) {
        Matcher matcher = pattern.matcher(kubeconfig);
        if (!matcher.find()) {
            throw new ControlPlaneException("the kubeconfig of K3s has no " + pattern);
        }
        return matcher.group(1);
    }

    @Override
    public AdminAccess access() {
        return access;
    }

    @Override
    public ClientAuthority clientAuthority() {
        try {
            return ClientAuthority.of(file(CLIENT_AUTHORITY + ".crt"), file(CLIENT_AUTHORITY + ".key"));
        } catch (IOException e) {
            throw new ControlPlaneException("the authority of K3s for clients can't be read", e);
        }
    }

    private String file(String path) {
        return container.copyFileFromContainer(path, in -> new String(in.readAllBytes(), StandardCharsets.US_ASCII));
    }

    @Override
    public void restart(Runnable whileAway) {
        throw new ControlPlaneException(
                "K3s is one process with its store: for this test name a folder with etcd and kube-apiserver by KUBEBUILDER_ASSETS");
    }

    @Override
    public void compact() {
        throw new ControlPlaneException(
                "the store of K3s can't be reached: for this test name a folder with etcd and kube-apiserver by KUBEBUILDER_ASSETS");
    }

    @Override
    public void close() {
        access.close();
        container.stop();
    }
}
