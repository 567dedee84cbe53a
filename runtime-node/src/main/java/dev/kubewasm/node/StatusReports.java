package dev.kubewasm.node;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells the cluster what has become of an agent's Pods: their statuses, and that nothing is left of those deleted. The agent's
 * state is looked at and changed under its lock; requests are made without it, for they may take their time. One turn of the agent
 * after the other.
 */
final class StatusReports {
    private static final System.Logger LOG = System.getLogger(StatusReports.class.getName());

    private final Object lock;
    private final NodeCluster cluster;
    private final PodFiles files;
    private final Requests requests;
    private final NodeSettings settings;
    /** Those whose last report the cluster didn't take. */
    private Set<Uid> owed = Set.of();

    /**
     * @param lock the agent's, over all that a {@link PodRun} says
     * @param cluster is told
     * @param files of Pods that are gone are put away
     * @param requests shared with whoever else asks the cluster
     * @param settings has the clock and takes the events
     */
    StatusReports(Object lock, NodeCluster cluster, PodFiles files, Requests requests, NodeSettings settings) {
        this.lock = lock;
        this.cluster = cluster;
        this.files = files;
        this.requests = requests;
        this.settings = settings;
    }

    /** Whether there is something that the cluster didn't take: it is to be told again. */
    boolean incomplete() {
        return !owed.isEmpty();
    }

    /** Tells what has changed of {@code runs}. */
    void report(List<PodRun> runs) {
        Map<Uid, String> failed = new LinkedHashMap<>();
        for (PodRun run : runs) {
            try {
                report(run);
            } catch (ClusterUnavailableException e) {
                failed.put(run.observed().facts().uid(), String.valueOf(e.getMessage()));
            } catch (RuntimeException | VirtualMachineError e) {
                // One Pod that is like no other must not take the rest with it.
                LOG.log(System.Logger.Level.ERROR, "a status can't be reported, and is tried again", e);
                failed.put(run.observed().facts().uid(), String.valueOf(e));
            }
        }
        // Said once of each Pod, for there are many, and the agent tries again every second.
        List<String> news = failed.entrySet().stream()
                .filter(failure -> !owed.contains(failure.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        if (!news.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the status of " + news.size() + (news.size() == 1 ? " Pod" : " Pods, one of them the following,")
                            + " is reported later: " + news.getFirst());
        }
        owed = failed.keySet();
    }

    private void report(PodRun run) {
        PodKey key = run.observed().facts().key();
        Uid uid = run.observed().facts().uid();
        Optional<PodStatus> changed = changedStatus(run);
        if (changed.isPresent()) {
            PodStatus status = changed.get();
            requests.tell("report the status of Pod " + key, () -> cluster.updateStatus(key, uid, status));
            StatusEvents.between(key, uid, run.status(), status).forEach(settings.events());
            synchronized (lock) {
                run.reported(status);
            }
        }
        if (isToBeRemoved(run)) {
            requests.tell("remove Pod " + key, () -> cluster.remove(key, uid));
            synchronized (lock) {
                run.markRemoved();
            }
            files.forget(key, uid);
        }
    }

    private Optional<PodStatus> changedStatus(PodRun run) {
        synchronized (lock) {
            return Optional.of(PodStatuses.of(run, settings.clock().instant()))
                    .filter(status -> !status.equals(run.status()));
        }
    }

    private boolean isToBeRemoved(PodRun run) {
        synchronized (lock) {
            return run.deleting() && !run.removed() && run.allStopped();
        }
    }
}
