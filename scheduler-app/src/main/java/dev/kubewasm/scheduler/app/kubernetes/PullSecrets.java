package dev.kubewasm.scheduler.app.kubernetes;

import dev.kubewasm.scheduler.oci.RegistryCredentials;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The credentials in Pods' {@code imagePullSecrets}. The scheduler may read Secrets only where a RoleBinding in the namespace
 * allows it; elsewhere, and where a Secret isn't there or is no docker configuration, there are none.
 */
public final class PullSecrets {
    private static final Logger LOG = Logger.getLogger(PullSecrets.class);
    private static final String TYPE = "kubernetes.io/dockerconfigjson";
    private static final String KEY = ".dockerconfigjson";

    /** Namespaces told about, so that each is told about once; no more than this many. */
    private static final int TOLD = 1000;

    private final KubernetesClient client;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    public PullSecrets(KubernetesClient client) {
        this.client = client;
    }

    /** The credentials in these Secrets of {@code namespace}, in their order. Read anew each time. */
    public RegistryCredentials of(String namespace, List<String> names) {
        RegistryCredentials all = RegistryCredentials.NONE;
        for (String name : names) {
            all = all.or(read(namespace, name));
        }
        return all;
    }

    private RegistryCredentials read(String namespace, String name) {
        String where = "Secret " + namespace + "/" + name;
        try {
            Secret secret =
                    client.secrets().inNamespace(namespace).withName(name).get();
            if (secret == null) {
                tell(where + " isn't there: images are read without it");
                return RegistryCredentials.NONE;
            }
            Map<String, String> data = secret.getData() == null ? Map.of() : secret.getData();
            String encoded = data.get(KEY);
            if (!TYPE.equals(secret.getType()) || encoded == null) {
                tell(where + " isn't of type " + TYPE + ": images are read without it");
                return RegistryCredentials.NONE;
            }
            return RegistryCredentials.parse(Base64.getDecoder().decode(encoded), where);
        } catch (KubernetesClientException e) {
            tell(
                    e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                            ? "Secrets of namespace " + namespace
                                    + " may not be read: images are read without the Pods' imagePullSecrets"
                            : where + " can't be read: " + e.getMessage());
            return RegistryCredentials.NONE;
        } catch (RegistryCredentials.UnreadableException | IllegalArgumentException e) {
            tell(where + " is left out: " + e.getMessage());
            return RegistryCredentials.NONE;
        }
    }

    private void tell(String what) {
        if (told.size() < TOLD && told.add(what)) {
            LOG.warn(what);
        }
    }
}
