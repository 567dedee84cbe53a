package dev.kubewasm.testkit.controlplane;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A real Kubernetes API server (1.34) with its own empty etcd, for integration tests. It listens on the loopback address
 * only. RBAC is on and anonymous access off; the {@linkplain #adminToken() administrator} may do everything.
 *
 * <p>Nothing else of a cluster runs: no controller manager, no scheduler, no kubelet. So
 *
 * <ul>
 *   <li>a Node object created with a {@code status} keeps it: it stays Ready and untainted without heartbeats;
 *   <li>Deployments make no Pods, and a deleted Node leaves its Pods behind;
 *   <li>the ServiceAccount admission plugin is off: Pods need no ServiceAccount. A token for one that the test creates can
 *       be had from its {@code token} subresource;
 *   <li>certificate requests are signed by nobody: a test does it with the {@linkplain #clientAuthority() authority}.
 * </ul>
 */
public final class ControlPlane implements AutoCloseable {
    private final RunningServer server;
    private final Path directory;
    private final Path kubeconfig;

    private ControlPlane(RunningServer server, Path directory, Path kubeconfig) {
        this.server = server;
        this.directory = directory;
        this.kubeconfig = kubeconfig;
    }

    /**
     * Starts an API server and returns when it is ready. It comes from, in this order: the folder that system property
     * {@code kubewasm.control-plane} or environment variable {@code KUBEBUILDER_ASSETS} names, K3s where a Docker daemon
     * runs, the programs that {@code control-plane/build.sh} builds from Go modules and keeps in the user's cache folder.
     *
     * @throws ControlPlaneException when there is none to be had, naming these options and why each failed, or when it
     *     doesn't become ready, with the end of its log
     */
    public static ControlPlane start() {
        return start(List.of());
    }

    /** As {@link #start()}, with flags of kube-apiserver besides, such as {@code watch-cache-sizes=pods#0}. */
    public static ControlPlane start(List<String> flags) {
        Path directory = temporaryDirectory();
        try {
            RunningServer server = ServerSource.start(directory, flags);
            try {
                Path kubeconfig = Files.writeString(
                        directory.resolve("kubeconfig"), server.access().kubeconfig());
                Files.setPosixFilePermissions(kubeconfig, PosixFilePermissions.fromString("rw-------"));
                return new ControlPlane(server, directory, kubeconfig);
            } catch (IOException | RuntimeException e) {
                server.close();
                throw e;
            }
        } catch (IOException e) {
            Directories.delete(directory);
            throw new ControlPlaneException("cannot write the kubeconfig in " + directory, e);
        } catch (RuntimeException e) {
            Directories.delete(directory);
            throw e;
        }
    }

    /** The API server's address, {@code https://127.0.0.1:PORT} when it runs on this machine. */
    public URI server() {
        return server.access().server();
    }

    /** A kubeconfig file with the administrator's rights; deleted when this is closed. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** The bearer token of a user in group {@code system:masters}. */
    public String adminToken() {
        return server.access().token();
    }

    /** Whose client certificates the API server takes. There is no controller manager that would sign with it. */
    public ClientAuthority clientAuthority() {
        return server.clientAuthority();
    }

    /**
     * Asks the API server as the administrator.
     *
     * @param path the path and query, such as {@code /api/v1/nodes?limit=1}
     * @throws ControlPlaneException when no answer comes
     */
    public HttpResponse<String> get(String path) {
        return server.access().get(path);
    }

    /**
     * Stops the API server and starts it again at the same address, over the same etcd; returns when it is ready. Watches end,
     * and versions of before are too old for its watch cache.
     *
     * @throws ControlPlaneException with an API server in Docker, which can't be restarted by itself
     */
    public void restartApiServer() {
        withoutApiServer(() -> {});
    }

    /** As {@link #restartApiServer}, but what {@code whileAway} does is done in between. */
    public void withoutApiServer(Runnable whileAway) {
        server.restart(whileAway);
    }

    /**
     * Has etcd forget what was before now: who goes on from an older version is answered 410, unless the API server has that in
     * its watch cache.
     *
     * @throws ControlPlaneException with an API server in Docker, whose store can't be reached
     */
    public void compact() {
        server.compact();
    }

    /** Stops the API server and etcd and deletes all they wrote. */
    @Override
    public void close() {
        server.close();
        Directories.delete(directory);
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("kube-wasm-control-plane-");
        } catch (IOException e) {
            throw new ControlPlaneException("cannot create a temporary folder", e);
        }
    }
}
