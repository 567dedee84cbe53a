package dev.kubewasm.node.app;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The configuration, under {@code kube-wasm.node}; checked when the program starts. */
@ConfigMapping(prefix = "kube-wasm.node")
public interface NodeConfig {
    /** The host's name; what the machine calls itself without it. */
    Optional<String> host();

    /** The Node's name; {@code HOST-kube-wasm} without it, so that a kubelet of the host can have its Node too. */
    Optional<String> name();

    /** The address at which the API server reaches this program ({@code InternalIP}); the host's first without it. */
    Optional<String> address();

    /** Whether the Node is registered with taint {@code kube-wasm/runtime=jvm:NoSchedule}. */
    @WithDefault("true")
    boolean taint();

    /** More labels of the Node. */
    Map<String, String> labels();

    /** A folder of this node alone: keys, certificates, logs and volumes of Pods, compiled code. */
    @WithDefault("/var/lib/kube-wasm-node")
    Path folder();

    /** Folders of the host that Pods may mount by {@code hostPath}, with what is in them; none without it. */
    Optional<List<Path>> hostPaths();

    /** {@code spec.schedulerName} of the Pods that are components: the profiles of the scheduler. */
    @WithDefault("kube-wasm")
    Set<String> schedulerNames();

    /** Which engine runs components: {@code endive}, {@code endive-interpreter}, {@code wasmtime}. */
    @WithDefault("endive")
    String engine();

    /** How a call waits for a provider that is busy or gone. */
    @WithDefault("PT5S")
    Duration linkDeadline();

    /** Who this node is to the API server. */
    Identity identity();

    /** What it has to give. */
    Capacity capacity();

    /** Where images are read from. */
    Artifacts artifacts();

    /** The kubelet's API. */
    Kubelet kubelet();

    /** What is measured. */
    Metrics metrics();

    /** What is measured. */
    interface Metrics {
        /** Of how many links calls, failures and latencies are published; of more, only how many there are. */
        @WithDefault("1000")
        int links();
    }

    /** The kubelet's API. */
    interface Kubelet {
        /** The address at which it is served. */
        @WithDefault("0.0.0.0")
        String host();

        /** The port at which it is served. */
        @WithDefault("10250")
        int port();

        /**
         * A file of PEM with those who sign the API server's client certificate; without it callers are known by tokens alone,
         * and {@code kubectl logs} isn't possible.
         */
        Optional<Path> clientCa();

        /** How long a certificate lasts that it is served with. */
        @WithDefault("P365D")
        Duration certificateLife();
    }

    /** Who this node is to the API server. */
    interface Identity {
        /**
         * Whether to ask for a certificate of {@code system:node:NAME} with the identity that the program was given (a
         * kubeconfig or a ServiceAccount) and be that. Otherwise it goes on with the identity given.
         */
        @WithDefault("true")
        boolean request();

        /** How long to wait for the certificate. */
        @WithDefault("PT5M")
        Duration patience();

        /** How long a certificate is to last, 10 minutes at least; as long as the cluster's signer has it without it. */
        Optional<Duration> certificateLife();
    }

    /** What it has to give. */
    interface Capacity {
        /** CPU in thousandths; the control group's limit without it. */
        Optional<Long> milliCpu();

        /** The memory that components may have; three quarters of the heap without it. */
        Optional<MemorySize> memory();

        /** The most Pods. */
        @WithDefault("500")
        int pods();

        /** The linear memory of a container without a limit of its own. */
        @WithDefault("256M")
        MemorySize containerMemory();
    }

    /** Where images are read from. */
    interface Artifacts {
        /** An OCI image layout folder, in place of registries. */
        Optional<Path> ociLayout();

        /** Registries, {@code HOST} or {@code HOST:PORT}, that are asked without TLS. */
        Optional<List<String>> plainHttp();

        /** A docker {@code config.json} with this node's credentials; those of Pods' pull secrets come first. */
        Optional<Path> credentials();

        /** From asking for a manifest or binary to its last byte. */
        @WithDefault("PT30S")
        Duration timeout();

        /** The largest binary that is pulled. */
        @WithDefault("64M")
        MemorySize maxBinarySize();

        /** How much of binaries and compiled code is kept on disk; beyond it what was used longest ago goes. */
        @WithDefault("2G")
        MemorySize maxKept();
    }
}
