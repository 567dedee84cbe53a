package dev.kubewasm.scheduler.app.parity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What kube-scheduler decided of a case.
 *
 * @param node where it bound the Pod; none if it didn't
 * @param volumes the capacity in bytes of the volume of each claim of the case that has one then
 * @param provisioned the node chosen for each claim whose volume was made
 * @param reason of the condition that says it can't be bound
 * @param message of the same
 * @param nominated the node on which others leave for it
 * @param victims who
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Decision(
        @Nullable String node,
        SortedMap<String, BigDecimal> volumes,
        SortedMap<String, String> provisioned,
        @Nullable String reason,
        @Nullable String message,
        @Nullable String nominated,
        SortedSet<String> victims) {
    Decision {
        volumes = Objects.requireNonNullElseGet(volumes, TreeMap::new);
        provisioned = Objects.requireNonNullElseGet(provisioned, TreeMap::new);
        victims = Objects.requireNonNullElseGet(victims, TreeSet::new);
    }

    /** In a word. */
    String outcome() {
        if (node != null) {
            return "bound";
        }
        return nominated != null ? "preempts" : "unschedulable";
    }
}
