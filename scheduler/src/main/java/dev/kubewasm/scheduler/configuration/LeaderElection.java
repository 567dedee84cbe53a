package dev.kubewasm.scheduler.configuration;

import static dev.kubewasm.scheduler.configuration.Checks.or;
import static dev.kubewasm.scheduler.configuration.Checks.require;

import java.time.Duration;

/**
 * Which of several replicas places Pods: the one that holds a Lease. The others watch the cluster and take over.
 *
 * @param leaderElect whether there is an election; without one, run a single replica
 * @param leaseDuration how long others wait after the last renewal that they saw before they take the Lease
 * @param renewDeadline how long after its last renewal the holder places Pods; less than {@code leaseDuration}
 * @param retryPeriod between two tries to take or renew; {@code renewDeadline} is more than 1.2 times this
 * @param resourceNamespace of the Lease
 * @param resourceName of the Lease
 */
public record LeaderElection(
        Boolean leaderElect,
        Duration leaseDuration,
        Duration renewDeadline,
        Duration retryPeriod,
        String resourceNamespace,
        String resourceName) {
    @SuppressWarnings("NullAway") // null is what a file leaves out
    static final LeaderElection DEFAULT = new LeaderElection(null, null, null, null, null, null);

    public LeaderElection {
        leaderElect = or(leaderElect, true);
        leaseDuration = or(leaseDuration, Duration.ofSeconds(15));
        renewDeadline = or(renewDeadline, Duration.ofSeconds(10));
        retryPeriod = or(retryPeriod, Duration.ofSeconds(2));
        resourceNamespace = or(resourceNamespace, "kube-wasm");
        resourceName = or(resourceName, "kube-wasm-scheduler");
        require(leaseDuration.toSeconds() >= 1, "leaseDuration must be a second or more");
        require(
                renewDeadline.compareTo(leaseDuration) < 0,
                "renewDeadline must be less than leaseDuration, or two replicas place Pods at once");
        require(retryPeriod.isPositive(), "retryPeriod must be more than 0");
        require(
                renewDeadline.multipliedBy(5).compareTo(retryPeriod.multipliedBy(6)) > 0,
                "renewDeadline must be more than 1.2 times retryPeriod");
        require(!resourceNamespace.isBlank(), "resourceNamespace is empty");
        require(!resourceName.isBlank(), "resourceName is empty");
    }
}
