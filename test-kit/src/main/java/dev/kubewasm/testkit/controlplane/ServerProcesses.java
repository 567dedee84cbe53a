package dev.kubewasm.testkit.controlplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** One etcd and one kube-apiserver as child processes, on the loopback address. */
final class ServerProcesses implements RunningServer {
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(50);
    /** A port found free may be taken by someone else before the server binds it: then all starts over. */
    private static final int ATTEMPTS = 3;

    private final Deque<ChildProcess> latestFirst;
    private final AdminAccess access;
    private final ClientAuthority clientAuthority;
    private final List<String> apiServer;
    private final Etcd etcd;
    private final Path directory;

    private ServerProcesses(
            Deque<ChildProcess> latestFirst,
            AdminAccess access,
            ClientAuthority clientAuthority,
            List<String> apiServer,
            Etcd etcd,
            Path directory) {
        this.latestFirst = latestFirst;
        this.access = access;
        this.clientAuthority = clientAuthority;
        this.apiServer = apiServer;
        this.etcd = etcd;
        this.directory = directory;
    }

    static RunningServer start(Programs programs, Path directory, List<String> flags) {
        for (int attempt = 1; ; attempt++) {
            try {
                return startOnce(programs, Files.createDirectory(directory.resolve("attempt-" + attempt)), flags);
            } catch (ChildProcess.EndedException e) {
                if (attempt == ATTEMPTS || !e.reason().contains("address already in use")) {
                    throw new ControlPlaneException(e.reason(), e);
                }
            } catch (IOException e) {
                throw new ControlPlaneException("cannot start the programs in " + programs.folder(), e);
            }
        }
    }

    private static RunningServer startOnce(Programs programs, Path directory, List<String> flags)
            throws IOException, ChildProcess.EndedException {
        List<Integer> ports = freePorts(3);
        ServerFiles files = ServerFiles.write(directory);
        String etcdClients = "http://127.0.0.1:" + ports.get(0);
        String etcdPeers = "http://127.0.0.1:" + ports.get(1);
        URI server = URI.create("https://127.0.0.1:" + ports.get(2));

        Deque<ChildProcess> latestFirst = new ArrayDeque<>();
        try {
            latestFirst.push(ChildProcess.start(etcd(programs, directory, etcdClients, etcdPeers), directory));
            List<String> apiServer = new ArrayList<>(apiServer(programs, files, etcdClients, server));
            flags.forEach(flag -> apiServer.add("--" + flag));
            latestFirst.push(ChildProcess.start(apiServer, directory));
            return new ServerProcesses(
                    latestFirst,
                    whenReady(latestFirst, files, server),
                    files.clientAuthority(),
                    apiServer,
                    new Etcd(URI.create(etcdClients)),
                    directory);
        } catch (IOException | ChildProcess.EndedException | RuntimeException e) {
            latestFirst.forEach(ChildProcess::stop);
            throw e;
        }
    }

    private static List<String> etcd(Programs programs, Path directory, String clients, String peers) {
        return List.of(
                programs.etcd().toString(),
                "--name=test",
                "--data-dir=" + directory.resolve("etcd"),
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=test=" + peers,
                "--unsafe-no-fsync",
                "--log-level=warn");
    }

    private static List<String> apiServer(Programs programs, ServerFiles files, String etcd, URI server) {
        return List.of(
                programs.apiServer().toString(),
                "--etcd-servers=" + etcd,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + server.getPort(),
                // A loopback address is refused as an endpoint of the Service kubernetes.
                "--endpoint-reconciler-type=none",
                // It writes a self-signed certificate there.
                "--cert-dir=" + files.certificates(),
                "--token-auth-file=" + files.tokens(),
                "--client-ca-file=" + files.clientAuthorityCertificate(),
                "--kubelet-client-certificate=" + files.kubeletClientCertificate(),
                "--kubelet-client-key=" + files.kubeletClientKey(),
                "--kubelet-preferred-address-types=InternalIP",
                "--anonymous-auth=false",
                "--authorization-mode=Node,RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + files.serviceAccountKey(),
                "--service-account-signing-key-file=" + files.serviceAccountKey(),
                "--service-cluster-ip-range=10.96.0.0/16",
                "--enable-admission-plugins=NodeRestriction",
                "--disable-admission-plugins=" + ServerFiles.DISABLED_ADMISSION_PLUGINS);
    }

    private static AdminAccess whenReady(Deque<ChildProcess> children, ServerFiles files, URI server)
            throws IOException, ChildProcess.EndedException {
        long giveUpAt = System.nanoTime() + READY_WITHIN.toNanos();
        while (!listens(server)) {
            pause(children, giveUpAt);
        }
        // Written whole before the server listens.
        AdminAccess access = new AdminAccess(server, files.readCertificates(), files.adminToken());
        try {
            awaitReady(children, access, giveUpAt);
            return access;
        } catch (ChildProcess.EndedException | RuntimeException e) {
            access.close();
            throw e;
        }
    }

    private static void awaitReady(Deque<ChildProcess> children, AdminAccess access, long giveUpAt)
            throws ChildProcess.EndedException {
        while (!access.ready()) {
            pause(children, giveUpAt);
        }
    }

    /** Until it is worth asking again; returns early when kube-apiserver ends. */
    private static void pause(Deque<ChildProcess> children, long giveUpAt) throws ChildProcess.EndedException {
        ChildProcess apiServer = children.getFirst();
        if (System.nanoTime() - giveUpAt > 0) {
            throw new ControlPlaneException(
                    "kube-apiserver is not ready after " + READY_WITHIN + "; " + apiServer.endOfLog());
        }
        apiServer.awaitEnd(ASK_AGAIN_AFTER);
        for (ChildProcess child : children) {
            child.requireAlive();
        }
    }

    private static boolean listens(URI server) {
        try (Socket connection = new Socket(server.getHost(), server.getPort())) {
            return connection.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<Integer> ports = new ArrayList<>();
        Deque<ServerSocket> held = new ArrayDeque<>();
        try {
            while (ports.size() < count) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.push(socket);
                ports.add(socket.getLocalPort());
            }
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
        return ports;
    }

    @Override
    public AdminAccess access() {
        return access;
    }

    @Override
    public ClientAuthority clientAuthority() {
        return clientAuthority;
    }

    @Override
    public void restart(Runnable whileAway) {
        latestFirst.pop().stop();
        whileAway.run();
        try {
            latestFirst.push(ChildProcess.start(apiServer, directory));
            awaitReady(latestFirst, access, System.nanoTime() + READY_WITHIN.toNanos());
        } catch (IOException | ChildProcess.EndedException e) {
            throw new ControlPlaneException("kube-apiserver doesn't start again", e);
        }
    }

    @Override
    public void compact() {
        etcd.compact();
    }

    @Override
    public void close() {
        access.close();
        latestFirst.forEach(ChildProcess::stop);
    }
}
