package dev.kubewasm.scheduler.configuration;

import static dev.kubewasm.scheduler.configuration.Checks.or;
import static dev.kubewasm.scheduler.configuration.Checks.require;

import dev.kubewasm.scheduler.core.BindingSettings;
import dev.kubewasm.scheduler.core.QueueOrder;
import dev.kubewasm.scheduler.core.QueueSettings;
import dev.kubewasm.scheduler.core.SchedulerSettings;
import dev.kubewasm.scheduler.core.SchedulingProfile;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The scheduler's configuration, in the manner of kube-scheduler's KubeSchedulerConfiguration: the same names where they
 * mean the same. Everything but {@code apiVersion} and {@code kind} may be left out. {@code docs/configuration.md} shows it
 * with all defaults.
 *
 * @param apiVersion {@value #API_VERSION}
 * @param kind {@value #KIND}
 * @param profiles how Pods are placed, by their {@code schedulerName}; one at least, each of another name
 * @param podInitialBackoffSeconds backoff after a Pod's first attempt, 1 or more; doubles with each
 * @param podMaxBackoffSeconds the longest backoff, not less than the initial one
 * @param podMaxInUnschedulablePodsDuration how long a Pod that doesn't fit waits when nothing happens that could help
 * @param percentageOfNodesToScore of Pods without links in clusters of 100 nodes or more: looking for nodes ends when so many
 *     percent of them take the Pod, 1 to 100; 0: 50 less one for each 125 nodes, 5 at least; profiles may say otherwise
 * @param linkGroups how Pods that may be linked wait for each other
 * @param clientConnection how fast the API server is asked
 * @param leaderElection which of several replicas places Pods
 * @param artifacts where images are read from
 * @param server where health and metrics are served
 * @param logging what the program writes
 * @param tracing where traces go
 */
public record SchedulerConfiguration(
        String apiVersion,
        String kind,
        List<Profile> profiles,
        Long podInitialBackoffSeconds,
        Long podMaxBackoffSeconds,
        Duration podMaxInUnschedulablePodsDuration,
        Integer percentageOfNodesToScore,
        LinkGroups linkGroups,
        ClientConnection clientConnection,
        LeaderElection leaderElection,
        Artifacts artifacts,
        Server server,
        Logging logging,
        Tracing tracing) {
    /** So many bindings are under way at most: more gain nothing with one API server. */
    private static final int BINDINGS_IN_FLIGHT = 64;

    /** About a quarter of a second with 1,000 nodes. */
    private static final int SINGLES_AT_ONCE = 500;

    static final String API_VERSION = "kube-wasm/v1alpha1";
    static final String KIND = "SchedulerConfiguration";

    /** All defaults. */
    public static final SchedulerConfiguration DEFAULT = new SchedulerConfiguration();

    /** Null is what a file leaves out. */
    @SuppressWarnings("NullAway")
    private SchedulerConfiguration() {
        this(API_VERSION, KIND, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    public SchedulerConfiguration {
        require(API_VERSION.equals(apiVersion), "apiVersion is %s, must be %s", apiVersion, API_VERSION);
        require(KIND.equals(kind), "kind is %s, must be %s", kind, KIND);
        profiles = List.copyOf(or(profiles, List.of(Profile.DEFAULT)));
        require(!profiles.isEmpty(), "profiles is empty, must have one entry at least");
        Set<String> names = new HashSet<>();
        profiles.forEach(profile -> require(
                names.add(profile.schedulerName()), "profiles has schedulerName %s twice", profile.schedulerName()));
        podInitialBackoffSeconds = or(podInitialBackoffSeconds, 1L);
        podMaxBackoffSeconds = or(podMaxBackoffSeconds, 10L);
        podMaxInUnschedulablePodsDuration = or(podMaxInUnschedulablePodsDuration, Duration.ofMinutes(5));
        percentageOfNodesToScore = or(percentageOfNodesToScore, ProfileSettings.DEFAULT.percentageOfNodesToScore());
        linkGroups = or(linkGroups, LinkGroups.DEFAULT);
        clientConnection = or(clientConnection, ClientConnection.DEFAULT);
        leaderElection = or(leaderElection, LeaderElection.DEFAULT);
        artifacts = or(artifacts, Artifacts.DEFAULT);
        server = or(server, Server.DEFAULT);
        logging = or(logging, Logging.DEFAULT);
        tracing = or(tracing, Tracing.DEFAULT);
        require(
                podInitialBackoffSeconds >= 1 && podInitialBackoffSeconds <= podMaxBackoffSeconds,
                "podInitialBackoffSeconds is %s, must be from 1 to podMaxBackoffSeconds, which is %s",
                podInitialBackoffSeconds,
                podMaxBackoffSeconds);
        require(
                podMaxInUnschedulablePodsDuration.isPositive(),
                "podMaxInUnschedulablePodsDuration must be more than 0");
        require(
                percentageOfNodesToScore >= 0 && percentageOfNodesToScore <= 100,
                "percentageOfNodesToScore is %s, must be 0 to 100",
                percentageOfNodesToScore);
        // What is wrong with any of them is said now, not when the scheduler starts.
        for (Profile profile : profiles) {
            ProfileSettings _ = profile.rules(percentageOfNodesToScore);
        }
    }

    /** How long one placement may search at most, by whatever profile. */
    public Duration longestTimeLimit() {
        return profiles.stream()
                .map(Profile::timeLimit)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** What of it the scheduling core takes. */
    public SchedulerSettings settings() {
        Map<String, SchedulingProfile> byName = profiles.stream()
                .collect(Collectors.toUnmodifiableMap(
                        Profile::schedulerName, profile -> profile.settings(percentageOfNodesToScore)));
        QueueSettings queue = new QueueSettings(
                Duration.ofSeconds(podInitialBackoffSeconds),
                Duration.ofSeconds(podMaxBackoffSeconds),
                podMaxInUnschedulablePodsDuration,
                linkGroups.holdRoomAfter(),
                linkGroups.gatherQuiet(),
                linkGroups.gatherAtMost(),
                linkGroups.gatherUnreadAtMost(),
                SINGLES_AT_ONCE);
        return new SchedulerSettings(
                byName,
                queue,
                new BindingSettings(
                        request -> Thread.ofVirtual().name("binding").start(request), BINDINGS_IN_FLIGHT),
                QueueOrder.BY_PRIORITY);
    }
}
