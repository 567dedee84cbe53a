package dev.kubewasm.scheduler.app.kubernetes;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.framework.volume.VolumePlan;
import dev.kubewasm.scheduler.framework.volume.VolumePlan.Progress;
import dev.kubewasm.scheduler.kubernetes.PodFactsFactory;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ClusterListener;
import dev.kubewasm.scheduler.port.ClusterPort;
import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import dev.kubewasm.scheduler.port.ConfigMapSource;
import dev.kubewasm.scheduler.port.PodEvent;
import dev.kubewasm.scheduler.port.VolumePort;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodFluent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cluster behind the Kubernetes API. What the API server answers with 409 or 404 is a conflict, with another 4xx a
 * rejection; 408, 429, 5xx and no answer at all are {@link ClusterUnavailableException}, with what {@code Retry-After} says.
 */
public final class KubernetesCluster implements ClusterPort, ConfigMapSource, VolumePort {
    private static final int TOO_MANY_REQUESTS = 429;
    /** Volumes take seconds to minutes. */
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(500);

    private final KubernetesClient client;
    private final Set<String> profiles;
    private final InstantSource clock;
    private final RequestRate rate;
    private final RetryAfter retryAfter;
    private final EventRecorder events;
    private volatile @Nullable ClusterWatch watching;

    /**
     * @param client with the scheduler's rights
     * @param profiles Pods with one of these as their {@code spec.schedulerName} are the scheduler's own
     * @param instance which replica this is, for events
     * @param rate at which requests go
     * @param retryAfter of the client: how long the API server asked to be left alone
     * @param clock dates events and conditions
     */
    public KubernetesCluster(
            KubernetesClient client,
            Set<String> profiles,
            String instance,
            RequestRate rate,
            RetryAfter retryAfter,
            InstantSource clock) {
        this.client = client;
        this.profiles = Set.copyOf(profiles);
        this.rate = rate;
        this.retryAfter = retryAfter;
        this.clock = clock;
        this.events = new EventRecorder(client, instance, clock);
    }

    @Override
    public Watch watch(ClusterListener listener) {
        ReplicaSets replicaSets = new ReplicaSets(client);
        ClusterWatch started =
                ClusterWatch.start(client, replicaSets, new PodFactsFactory(profiles, replicaSets), listener);
        watching = started;
        return started;
    }

    @Override
    public BindAnswer bind(Binding binding) {
        var body = new BindingBuilder()
                .withNewMetadata()
                .withNamespace(binding.pod().namespace())
                .withName(binding.pod().name())
                .withUid(binding.uid().value())
                .withAnnotations(binding.annotations())
                .endMetadata()
                .withNewTarget()
                .withApiVersion("v1")
                .withKind("Node")
                .withName(binding.node().value())
                .endTarget()
                .build();
        String path = "/api/v1/namespaces/" + binding.pod().namespace() + "/pods/"
                + binding.pod().name() + "/binding";
        try {
            return asking("bind Pod " + binding.pod(), () -> {
                client.raw(path, "POST", body);
                return new BindAnswer.Bound();
            });
        } catch (KubernetesClientException e) {
            String why = String.valueOf(e.getMessage());
            return gone(e) ? new BindAnswer.Conflict(why) : new BindAnswer.Rejected(why);
        }
    }

    @Override
    public VolumeAnswer provide(VolumePlan plan, Duration atMost) {
        if (plan.isEmpty()) {
            return new VolumeAnswer.Provided();
        }
        VolumeProvision provision = new VolumeProvision(client, plan);
        String what = "provide volumes on node " + plan.node();
        try {
            asking(what, () -> {
                provision.tell();
                return plan;
            });
            for (long left = atMost.toMillis(); ; left -= LOOK_AGAIN_AFTER.toMillis()) {
                switch (asking(what, provision::progress)) {
                    case Progress.Done _ -> {
                        return new VolumeAnswer.Provided();
                    }
                    case Progress.Failed(String reason) -> {
                        return new VolumeAnswer.NotProvided(reason);
                    }
                    case Progress.Waiting _ -> {}
                }
                if (left <= 0) {
                    return new VolumeAnswer.NotProvided(
                            "the volumes on node " + plan.node() + " were not there after " + atMost);
                }
                Thread.sleep(LOOK_AGAIN_AFTER);
            }
        } catch (KubernetesClientException e) {
            return new VolumeAnswer.NotProvided(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new VolumeAnswer.NotProvided("interrupted while waiting for volumes on node " + plan.node());
        }
    }

    @Override
    public void record(PodEvent event) {
        asking("record event " + event.reason().text() + " of Pod " + event.pod(), () -> {
            events.record(event);
            return event;
        });
    }

    @Override
    public void markUnschedulable(PodKey key, Uid uid, String message) {
        patchStatus(
                "set the condition of Pod " + key,
                key,
                status(uid)
                        .withConditions(condition(key, uid, "PodScheduled", "False", "Unschedulable", message))
                        .endStatus()
                        .build());
    }

    @Override
    public void nominate(PodKey key, Uid uid, Optional<NodeName> node) {
        // An empty string, since a field that is left out stays as it is.
        patchStatus(
                "nominate Pod " + key,
                key,
                status(uid)
                        .withNominatedNodeName(node.map(NodeName::value).orElse(""))
                        .endStatus()
                        .build());
    }

    @Override
    public void preempt(PodKey victim, Uid uid, String message) {
        patchStatus(
                "set the condition of Pod " + victim,
                victim,
                status(uid)
                        .withConditions(
                                condition(victim, uid, "DisruptionTarget", "True", "PreemptionByScheduler", message))
                        .endStatus()
                        .build());
        DeleteOptions options = new DeleteOptionsBuilder()
                .withNewPreconditions()
                .withUid(uid.value())
                .endPreconditions()
                .build();
        String path = "/api/v1/namespaces/" + victim.namespace() + "/pods/" + victim.name();
        unlessGone(() -> asking("delete Pod " + victim, () -> client.raw(path, "DELETE", options)));
    }

    private static PodFluent<PodBuilder>.StatusNested<PodBuilder> status(Uid uid) {
        return new PodBuilder()
                .withNewMetadata()
                // Another Pod that has taken the name meanwhile: the API server answers 409.
                .withUid(uid.value())
                .endMetadata()
                .withNewStatus();
    }

    private PodCondition condition(PodKey key, Uid uid, String type, String value, String reason, String message) {
        PodConditionBuilder condition = new PodConditionBuilder()
                .withType(type)
                .withStatus(value)
                .withReason(reason)
                .withMessage(message);
        // What the patch leaves out stays as it is: the time when the condition came to be so.
        return isSo(key, uid, type, value)
                ? condition.build()
                : condition
                        .withLastTransitionTime(
                                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                        .build();
    }

    /** Whether a condition had this value when it was seen last, and says since when. */
    private boolean isSo(PodKey key, Uid uid, String type, String value) {
        ClusterWatch watch = watching;
        return watch != null
                && watch.condition(key, uid, type)
                        .filter(seen -> value.equals(seen.getStatus()) && seen.getLastTransitionTime() != null)
                        .isPresent();
    }

    private void patchStatus(String what, PodKey key, Pod patch) {
        unlessGone(() -> asking(what, () -> client.pods()
                .inNamespace(key.namespace())
                .withName(key.name())
                .subresource("status")
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch)));
    }

    private static void unlessGone(Runnable request) {
        try {
            request.run();
        } catch (KubernetesClientException e) {
            if (!gone(e)) {
                throw e;
            }
        }
    }

    @Override
    public Optional<String> value(String namespace, String name, String key) {
        ConfigMap map = asking(
                "read ConfigMap " + namespace + "/" + name,
                () -> client.configMaps().inNamespace(namespace).withName(name).get());
        return Optional.ofNullable(map).map(ConfigMap::getData).map((Map<String, String> data) -> data.get(key));
    }

    /** The Pod isn't there, is another one, or isn't as the request took it to be. */
    private static boolean gone(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
    }

    /** Lets only those answers through that the API server gave on the matter itself. */
    private <T> T asking(String what, Supplier<T> request) {
        rate.take();
        try {
            return request.get();
        } catch (KubernetesClientException e) {
            int code = e.getCode();
            boolean answered = code >= 400
                    && code < 500
                    && code != TOO_MANY_REQUESTS
                    && code != HttpURLConnection.HTTP_CLIENT_TIMEOUT;
            if (answered) {
                throw e;
            }
            throw new ClusterUnavailableException(
                    "could not " + what + ": " + e.getMessage(), e, code == 0 ? Duration.ZERO : retryAfter.left());
        }
    }
}
