package dev.kubewasm.scheduler.configuration;

import static dev.kubewasm.scheduler.configuration.Checks.or;
import static dev.kubewasm.scheduler.configuration.Checks.require;

import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which of kube-scheduler's plugins count, and how much.
 *
 * @param score those that score nodes; filters can't be chosen
 */
public record Plugins(Score score) {
    @SuppressWarnings("NullAway") // null is what a file leaves out
    static final Plugins DEFAULT = new Plugins(null);

    private static final String ALL = "*";

    public Plugins {
        score = or(score, Score.DEFAULT);
    }

    /**
     * Differences from the default profile.
     *
     * @param enabled count with another weight, or though all are disabled
     * @param disabled don't count; {@code *}: none does but those enabled
     */
    public record Score(List<Enabled> enabled, List<Disabled> disabled) {
        @SuppressWarnings("NullAway") // null is what a file leaves out
        static final Score DEFAULT = new Score(null, null);

        public Score {
            enabled = List.copyOf(or(enabled, List.of()));
            disabled = List.copyOf(or(disabled, List.of()));
            Set<String> names = new HashSet<>();
            enabled.forEach(plugin -> require(names.add(plugin.name()), "enabled has %s twice", plugin.name()));
        }

        /** The weights of those that count, by name. */
        Map<String, Integer> weights() {
            Map<String, Integer> weights = new HashMap<>(ProfileSettings.DEFAULT_WEIGHTS);
            for (Disabled plugin : disabled) {
                if (plugin.name().equals(ALL)) {
                    weights.clear();
                } else {
                    weights.remove(plugin.name());
                }
            }
            enabled.forEach(plugin -> weights.put(plugin.name(), plugin.weight()));
            return weights;
        }
    }

    /**
     * A plugin that counts.
     *
     * @param weight its score, 0 to 100, counts so many times; 1 or more, 1 if it isn't there
     */
    public record Enabled(String name, Integer weight) {
        public Enabled {
            name = scorer(name);
            weight = or(weight, 1);
            require(weight >= 1, "weight is %s, must be 1 or more", weight);
        }
    }

    /** A plugin that doesn't count. */
    public record Disabled(String name) {
        public Disabled {
            name = ALL.equals(name) ? ALL : scorer(name);
        }
    }

    private static String scorer(String name) {
        require(
                name != null && ProfileSettings.DEFAULT_WEIGHTS.containsKey(name),
                "name is %s, must be one of %s",
                name,
                String.join(
                        ", ",
                        ProfileSettings.DEFAULT_WEIGHTS.keySet().stream()
                                .sorted()
                                .toList()));
        return name;
    }
}
