package dev.kubewasm.scheduler.framework.volume;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.Uid;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A PersistentVolumeClaim.
 *
 * @param key namespace and name
 * @param version of the object, 0 if it isn't known
 * @param uid tells two claims of one name apart
 * @param controller the uid of what controls it, for a volume of one Pod that Pod
 * @param size in bytes, if it asks for one
 * @param wanted what kind of volume it asks for
 * @param selector which volumes by label; none: any
 * @param state what has become of it
 */
public record VolumeClaim(
        ClaimKey key,
        long version,
        String uid,
        Optional<String> controller,
        Optional<BigDecimal> size,
        PersistentVolume.Offer wanted,
        Optional<LabelSelector> selector,
        State state)
        implements Versioned {
    /** The access mode of claims that one Pod alone may use. */
    public static final String READ_WRITE_ONCE_POD = "ReadWriteOncePod";

    /**
     * What has become of a claim.
     *
     * @param volume the name of its volume; empty: it has none yet
     * @param complete whether the controller has finished binding it
     * @param lost whether its volume is gone
     * @param deleting whether it is being deleted
     * @param selectedNode the node for which its volume is being made
     */
    public record State(
            String volume, boolean complete, boolean lost, boolean deleting, Optional<String> selectedNode) {
        /** A claim that is new. */
        public static final State NEW = new State("", false, false, false, Optional.empty());
    }

    /** Whether it has a volume and the binding is complete. */
    public boolean isBound() {
        return !state.volume.isEmpty() && state.complete;
    }

    /** Whether it was made for the Pod of this uid alone. */
    boolean isOwnedBy(Uid pod) {
        return controller.equals(Optional.of(pod.value()));
    }

    /** Its size, 0 if it asks for none. */
    BigDecimal sizeOrZero() {
        return size.orElse(BigDecimal.ZERO);
    }

    /** This with its volume to be made for {@code node}. */
    VolumeClaim provisionedFor(String node) {
        State selected = new State(state.volume, state.complete, state.lost, state.deleting, Optional.of(node));
        return new VolumeClaim(key, version, uid, controller, size, wanted, selector, selected);
    }
}
