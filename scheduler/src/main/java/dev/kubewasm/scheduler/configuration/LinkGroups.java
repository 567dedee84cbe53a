package dev.kubewasm.scheduler.configuration;

import static dev.kubewasm.scheduler.configuration.Checks.or;
import static dev.kubewasm.scheduler.configuration.Checks.require;

import dev.kubewasm.scheduler.core.QueueSettings;
import java.time.Duration;

/**
 * How Pods that may be linked wait for each other, and for room.
 *
 * @param gatherQuiet Pods with components are tried when no other came in their namespace, or to a group of which nothing is missing, for
 *     this long; 0: at once
 * @param gatherAtMost each is tried at the latest this long after it came, with those that are known to belong to it
 * @param gatherUnreadAtMost so long they wait, each from when it came, for one of them whose image is still being read
 * @param holdRoomAfter a group that lacked nothing but room for this long has room held for it
 */
public record LinkGroups(
        Duration gatherQuiet, Duration gatherAtMost, Duration gatherUnreadAtMost, Duration holdRoomAfter) {
    @SuppressWarnings("NullAway") // null is what a file leaves out
    static final LinkGroups DEFAULT = new LinkGroups(null, null, null, null);

    public LinkGroups {
        gatherQuiet = or(gatherQuiet, Duration.ofMillis(300));
        gatherAtMost = or(gatherAtMost, Duration.ofSeconds(2));
        gatherUnreadAtMost = or(gatherUnreadAtMost, Duration.ofSeconds(10));
        holdRoomAfter = or(holdRoomAfter, QueueSettings.DEFAULT.holdRoomAfter());
        require(!gatherQuiet.isNegative(), "gatherQuiet must not be negative");
        require(gatherAtMost.compareTo(gatherQuiet) >= 0, "gatherAtMost must not be less than gatherQuiet");
        require(
                !gatherUnreadAtMost.isNegative() && (gatherUnreadAtMost.isZero() || gatherQuiet.isPositive()),
                "gatherUnreadAtMost must not be negative, and 0 if gatherQuiet is: only those wait that gather");
        require(holdRoomAfter.isPositive(), "holdRoomAfter must be more than 0");
    }
}
