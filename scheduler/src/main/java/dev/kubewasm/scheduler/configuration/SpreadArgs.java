package dev.kubewasm.scheduler.configuration;

import static dev.kubewasm.scheduler.configuration.Checks.or;
import static dev.kubewasm.scheduler.configuration.Checks.require;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.scheduler.framework.SpreadConstraint;
import dev.kubewasm.scheduler.framework.plugins.DefaultSpread;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Arguments of PodTopologySpread.
 *
 * @param defaultConstraints of Pods without any that a service or workload selects
 * @param defaultingType {@code System}: kube-scheduler's own; {@code List}: those of {@code defaultConstraints}
 */
public record SpreadArgs(List<Constraint> defaultConstraints, String defaultingType) implements PluginArgs {
    private static final String SYSTEM = "System";
    private static final String LIST = "List";

    @SuppressWarnings("NullAway") // null is what a file leaves out
    static final SpreadArgs DEFAULT = new SpreadArgs(null, null);

    public SpreadArgs {
        defaultConstraints = List.copyOf(or(defaultConstraints, List.of()));
        defaultingType = or(defaultingType, SYSTEM);
        require(
                List.of(SYSTEM, LIST).contains(defaultingType),
                "defaultingType is '%s', must be %s or %s",
                defaultingType,
                SYSTEM,
                LIST);
        require(
                defaultingType.equals(LIST) || defaultConstraints.isEmpty(),
                "defaultConstraints must be empty unless defaultingType is %s",
                LIST);
        Set<String> pairs = new HashSet<>();
        for (Constraint constraint : defaultConstraints) {
            require(
                    pairs.add(constraint.topologyKey() + " " + constraint.whenUnsatisfiable()),
                    "defaultConstraints has topologyKey %s with whenUnsatisfiable %s twice",
                    constraint.topologyKey(),
                    constraint.whenUnsatisfiable());
        }
    }

    /** What the rules take of it. */
    DefaultSpread spread() {
        return defaultingType.equals(SYSTEM)
                ? DefaultSpread.SYSTEM
                : new DefaultSpread(
                        defaultConstraints.stream().map(Constraint::constraint).toList(), false);
    }

    /**
     * As Pods have it, but without selectors: those of services and workloads are taken.
     *
     * @param maxSkew 1 or more
     * @param topologyKey label of nodes
     * @param whenUnsatisfiable {@code DoNotSchedule} or {@code ScheduleAnyway}
     * @param minDomains 1 or more; only with {@code DoNotSchedule}
     * @param nodeAffinityPolicy {@code Honor} (default) or {@code Ignore}
     * @param nodeTaintsPolicy {@code Honor} or {@code Ignore} (default)
     */
    public record Constraint(
            Integer maxSkew,
            String topologyKey,
            String whenUnsatisfiable,
            Integer minDomains,
            String nodeAffinityPolicy,
            String nodeTaintsPolicy) {
        private static final String HARD = "DoNotSchedule";
        private static final String SOFT = "ScheduleAnyway";
        private static final String HONOR = "Honor";
        private static final String IGNORE = "Ignore";

        public Constraint {
            maxSkew = or(maxSkew, 0);
            topologyKey = or(topologyKey, "");
            whenUnsatisfiable = or(whenUnsatisfiable, "");
            nodeAffinityPolicy = or(nodeAffinityPolicy, HONOR);
            nodeTaintsPolicy = or(nodeTaintsPolicy, IGNORE);
            require(maxSkew >= 1, "maxSkew is %s, must be 1 or more", maxSkew);
            require(!topologyKey.isBlank(), "topologyKey is empty");
            require(
                    List.of(HARD, SOFT).contains(whenUnsatisfiable),
                    "whenUnsatisfiable is '%s', must be %s or %s",
                    whenUnsatisfiable,
                    HARD,
                    SOFT);
            require(
                    minDomains == null || (minDomains >= 1 && whenUnsatisfiable.equals(HARD)),
                    "minDomains is %s, must be 1 or more and only there with %s",
                    minDomains,
                    HARD);
            minDomains = or(minDomains, 1);
            policy("nodeAffinityPolicy", nodeAffinityPolicy);
            policy("nodeTaintsPolicy", nodeTaintsPolicy);
        }

        private static void policy(String field, String value) {
            require(
                    List.of(HONOR, IGNORE).contains(value),
                    "%s is '%s', must be %s or %s",
                    field,
                    value,
                    HONOR,
                    IGNORE);
        }

        SpreadConstraint constraint() {
            return new SpreadConstraint(
                    maxSkew,
                    topologyKey,
                    whenUnsatisfiable.equals(HARD),
                    LabelSelector.NOTHING,
                    minDomains,
                    nodeAffinityPolicy.equals(HONOR),
                    nodeTaintsPolicy.equals(HONOR));
        }
    }
}
