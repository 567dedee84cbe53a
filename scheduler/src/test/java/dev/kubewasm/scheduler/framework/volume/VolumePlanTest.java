package dev.kubewasm.scheduler.framework.volume;

import static dev.kubewasm.scheduler.framework.volume.TestVolumes.OFFER;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.changed;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.free;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.nodesWith;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.volume;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.NodeSelectorTerm;
import dev.kubewasm.scheduler.framework.volume.PersistentVolume.ClaimReference;
import dev.kubewasm.scheduler.framework.volume.VolumePlan.Binding;
import dev.kubewasm.scheduler.framework.volume.VolumePlan.Progress;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A plan for node {@code n} in zone {@code z}, from the choice of the node to the volumes being there. */
class VolumePlanTest {
    private final VolumeState state = new VolumeState();
    private final VolumeClaim claim = waiting("a", 1);
    private final VolumePlan binding = new VolumePlan("n", List.of(new Binding(free("v", 1), claim)), List.of());
    private final VolumePlan provision = new VolumePlan("n", List.of(), List.of(claim));

    @BeforeEach
    void objects() {
        state.put(free("v", 1));
        state.put(claim);
    }

    private Progress progress(VolumePlan plan) {
        return VolumeProgress.of(plan, Map.of("zone", "z"), state);
    }

    private static PersistentVolume claimed(long version, String uid, Optional<List<NodeSelectorTerm>> affinity) {
        PersistentVolume free = volume("v", 1, OFFER, affinity, VolumeSource.OTHER);
        return new PersistentVolume(
                "v",
                version,
                Map.of(),
                BigDecimal.ONE,
                OFFER,
                true,
                false,
                free.affinity(),
                Optional.of(new ClaimReference(new ClaimKey("shop", "a"), uid)),
                free.source());
    }

    private static VolumeClaim.State chosen(String volume, boolean complete, String node) {
        return new VolumeClaim.State(volume, complete, false, false, Optional.of(node));
    }

    private VolumeClaim at(long version, VolumeClaim.State of) {
        return changed(claim, version, Optional.empty(), of);
    }

    @Test
    void anAssumptionLastsUntilSomethingNewerIsSeen() {
        state.assume(binding);
        assertThat(state.volume("v").orElseThrow().isFor(claim)).isTrue();
        assertThat(state.storedVolume("v").orElseThrow().isFor(claim)).isFalse();
        state.put(free("v", 1));
        assertThat(state.volume("v").orElseThrow().isFor(claim)).isTrue();
        state.put(claimed(3, "somebody-else", Optional.empty()));
        assertThat(state.volume("v").orElseThrow().isFor(claim)).isFalse();
        state.put(free("v", 1));
        assertThat(state.volume("v").orElseThrow().version()).isEqualTo(3);

        state.assume(provision);
        assertThat(state.claim(claim.key()).orElseThrow().state().selectedNode())
                .contains("n");
        state.forget(provision);
        assertThat(state.claim(claim.key())).contains(claim);
        state.removeClaim(claim.key());
        state.assume(provision);
        assertThat(state.claim(claim.key())).isEmpty();
    }

    @Test
    void aBindingIsDoneWhenTheControllerHasCompletedIt() {
        state.put(claimed(2, "uid-a", Optional.empty()));
        assertThat(progress(binding)).isEqualTo(new Progress.Waiting());
        state.put(at(2, new VolumeClaim.State("v", true, false, false, Optional.empty())));
        assertThat(progress(binding)).isEqualTo(new Progress.Done());
    }

    @Test
    void aBindingFailsWhenWhatItNeedsIsTakenAway() {
        state.put(claimed(2, "", Optional.empty()));
        assertThat(progress(binding))
                .isEqualTo(new Progress.Failed("PersistentVolume v was taken from its claim again"));
        state.put(claimed(3, "uid-a", nodesWith("zone", "y")));
        assertThat(progress(binding)).isEqualTo(new Progress.Failed("PersistentVolume v can't be reached from node n"));
        state.removeVolume("v");
        assertThat(progress(binding)).isEqualTo(new Progress.Failed("PersistentVolume v is gone"));
        state.put(claimed(4, "uid-a", Optional.empty()));
        state.removeClaim(claim.key());
        assertThat(progress(binding)).isEqualTo(new Progress.Failed("PersistentVolumeClaim shop/a is gone"));
    }

    @Test
    void aProvisionIsDoneWhenItsVolumeIsThereAndBound() {
        state.put(at(2, chosen("", false, "n")));
        assertThat(progress(provision)).isEqualTo(new Progress.Waiting());
        state.put(at(3, chosen("made", false, "n")));
        assertThat(progress(provision)).isEqualTo(new Progress.Waiting());
        state.put(at(4, chosen("made", true, "n")));
        assertThat(progress(provision)).isEqualTo(new Progress.Waiting());
        state.put(volume("made", 1, OFFER, nodesWith("zone", "z"), VolumeSource.OTHER));
        assertThat(progress(provision)).isEqualTo(new Progress.Done());
    }

    @Test
    void aProvisionFailsWhenTheProvisionerGivesTheNodeBackOrMakesItElsewhere() {
        state.put(at(2, VolumeClaim.State.NEW));
        assertThat(progress(provision))
                .isEqualTo(new Progress.Failed("provisioning failed for PersistentVolumeClaim shop/a"));
        state.put(volume("made", 1, OFFER, nodesWith("zone", "y"), VolumeSource.OTHER));
        state.put(at(3, chosen("made", false, "n")));
        assertThat(progress(provision))
                .isEqualTo(new Progress.Failed("PersistentVolume made can't be reached from node n"));
        state.removeClaim(claim.key());
        assertThat(progress(provision)).isEqualTo(new Progress.Failed("PersistentVolumeClaim shop/a is gone"));
    }
}
