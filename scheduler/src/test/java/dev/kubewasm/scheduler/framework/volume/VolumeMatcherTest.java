package dev.kubewasm.scheduler.framework.volume;

import static dev.kubewasm.scheduler.framework.volume.TestVolumes.OFFER;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.bound;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.byHand;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.changed;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.claim;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.free;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.labelled;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.madeBy;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.nodesWith;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.offer;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.promised;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.volume;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.scheduler.framework.volume.PersistentVolume.Offer;
import dev.kubewasm.scheduler.framework.volume.VolumeMatch.Conflict;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Claims of class {@code wait} on node {@code n} in zone {@code z}. */
class VolumeMatcherTest {
    private static final Map<String, String> LABELS = Map.of("zone", "z");

    private final VolumeState state = new VolumeState();

    @BeforeEach
    void storageClass() {
        state.put(byHand("wait"));
    }

    private VolumeMatch match(VolumeClaim... claims) {
        return VolumeMatcher.match(
                new PodClaims.Usable(
                        List.of(claims).stream().filter(VolumeClaim::isBound).toList(),
                        List.of(claims).stream().filter(c -> !c.isBound()).toList()),
                "n",
                LABELS,
                state);
    }

    private Map<String, String> bindings(VolumeClaim... claims) {
        VolumePlan plan = (VolumePlan) match(claims);
        return plan.bindings().stream()
                .collect(java.util.stream.Collectors.toMap(
                        binding -> binding.claim().key().name(),
                        binding -> binding.volume().name()));
    }

    private static VolumeMatch conflict(Conflict... conflicts) {
        return new VolumeMatch.Conflicts(Set.of(conflicts));
    }

    @Test
    void theSmallestThatFitsAndTheSmallestClaimFirst() {
        state.put(free("large", 30));
        state.put(free("middle", 20));
        state.put(free("small", 10));
        assertThat(bindings(waiting("a", 11))).containsExactly(Map.entry("a", "middle"));
        assertThat(bindings(waiting("a", 15), waiting("b", 5), waiting("c", 12)))
                .isEqualTo(Map.of("b", "small", "c", "middle", "a", "large"));
        assertThat(match(waiting("a", 15), waiting("b", 21), waiting("c", 12))).isEqualTo(conflict(Conflict.NO_VOLUME));
    }

    @Test
    void whatTheClaimAsksForMustBeThere() {
        state.put(volume(
                "many", 10, offer("wait", "ReadWriteOnce", "ReadWriteMany"), Optional.empty(), VolumeSource.OTHER));
        assertThat(match(claim("a", 1, offer("wait", "ReadWriteMany"), VolumeClaim.State.NEW)))
                .isInstanceOf(VolumePlan.class);
        for (Offer other : List.of(
                offer("wait", "ReadOnlyMany"),
                offer("other", "ReadWriteOnce"),
                new Offer("wait", "", Set.of("ReadWriteOnce"), "Block"),
                new Offer("wait", "gold", Set.of("ReadWriteOnce"), "Filesystem"))) {
            assertThat(match(claim("a", 1, other, VolumeClaim.State.NEW)))
                    .as("%s", other)
                    .isEqualTo(conflict(Conflict.NO_VOLUME));
        }
        VolumeClaim selecting = changed(waiting("a", 1), 1, Optional.of(LabelSelector.NOTHING), VolumeClaim.State.NEW);
        assertThat(match(selecting)).isEqualTo(conflict(Conflict.NO_VOLUME));
    }

    @Test
    void whatIsTakenLeavingOrElsewhereIsNoVolume() {
        state.put(promised(free("promised", 10), "other"));
        state.put(volume("far", 10, OFFER, nodesWith("zone", "y"), VolumeSource.OTHER));
        PersistentVolume free = free("v", 10);
        state.put(new PersistentVolume(
                "released",
                1,
                Map.of(),
                free.capacity(),
                OFFER,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                free.source()));
        state.put(new PersistentVolume(
                "leaving",
                1,
                Map.of(),
                free.capacity(),
                OFFER,
                true,
                true,
                Optional.empty(),
                Optional.empty(),
                free.source()));
        assertThat(match(waiting("a", 1))).isEqualTo(conflict(Conflict.NO_VOLUME));
        state.put(volume("near", 10, OFFER, nodesWith("zone", "y", "z"), VolumeSource.OTHER));
        assertThat(bindings(waiting("a", 1))).containsExactly(Map.entry("a", "near"));
    }

    @Test
    void aPromisedVolumeComesBeforeSmallerOnesAndNeedNotBeAvailableOrHaveTheModes() {
        state.put(free("small", 10));
        state.put(
                promised(volume("mine", 20, offer("wait", "ReadOnlyMany"), Optional.empty(), VolumeSource.OTHER), "a"));
        assertThat(bindings(waiting("a", 1))).containsExactly(Map.entry("a", "mine"));
        assertThat(((VolumePlan) match(waiting("a", 1))).bindings().getFirst().isOurs())
                .isFalse();
        assertThat(((VolumePlan) match(waiting("b", 1))).bindings().getFirst().isOurs())
                .isTrue();
        state.put(promised(volume("mine", 20, OFFER, nodesWith("zone", "y"), VolumeSource.OTHER), "a"));
        assertThat(match(waiting("a", 1))).isEqualTo(conflict(Conflict.NO_VOLUME));
    }

    @Test
    void oneThatIsntThereIsMadeWhereTheClassAllowsIt() {
        state.put(new StorageClass(
                "wait",
                "csi.example",
                true,
                List.of(
                        List.of(),
                        List.of(
                                new StorageClass.TopologyRequirement("zone", Set.of("y", "z")),
                                new StorageClass.TopologyRequirement("rack", Set.of("1"))))));
        assertThat(match(waiting("a", 1))).isEqualTo(conflict(Conflict.NO_VOLUME));
        state.put(new StorageClass(
                "wait",
                "csi.example",
                true,
                List.of(List.of(new StorageClass.TopologyRequirement("zone", Set.of("z"))))));
        VolumeClaim claim = waiting("a", 1);
        assertThat(match(claim)).isEqualTo(new VolumePlan("n", List.of(), List.of(claim)));
    }

    @Test
    void aVolumeThatIsBeingMadeBindsTheClaimToItsNode() {
        state.put(madeBy("csi.example", "wait"));
        state.put(free("v", 10));
        assertThat(((VolumePlan) match(waiting("a", 1).provisionedFor("n"))).provisions())
                .hasSize(1);
        assertThat(match(waiting("a", 1).provisionedFor("m"))).isEqualTo(conflict(Conflict.NO_VOLUME));
    }

    @Test
    void theDriverMustHaveEnoughLeftIfItTells() {
        state.put(madeBy("csi.example", "wait"));
        state.putDriver("csi.example", true);
        assertThat(match(waiting("a", 5))).isEqualTo(conflict(Conflict.NO_SPACE));
        state.put(new StorageCapacity("shop/c", "wait", Optional.empty(), LabelSelector.EVERYTHING));
        state.put(new StorageCapacity("shop/d", "wait", Optional.of(BigDecimal.TEN), LabelSelector.NOTHING));
        state.put(new StorageCapacity("shop/e", "other", Optional.of(BigDecimal.TEN), LabelSelector.EVERYTHING));
        assertThat(match(waiting("a", 5))).isEqualTo(conflict(Conflict.NO_SPACE));
        state.put(new StorageCapacity("shop/d", "wait", Optional.of(BigDecimal.TEN), LabelSelector.EVERYTHING));
        assertThat(match(waiting("a", 10))).isInstanceOf(VolumePlan.class);
        assertThat(match(waiting("a", 11))).isEqualTo(conflict(Conflict.NO_SPACE));
        state.removeCapacity("shop/d");
        assertThat(match(waiting("a", 5))).isEqualTo(conflict(Conflict.NO_SPACE));
        state.putDriver("csi.example", false);
        assertThat(match(waiting("a", 5))).isInstanceOf(VolumePlan.class);
    }

    @Test
    void theVolumeOfABoundClaimMustBeThereAndReachable() {
        assertThat(match(bound("a", "v"))).isEqualTo(conflict(Conflict.VOLUME_GONE));
        state.put(volume("v", 1, OFFER, nodesWith("zone", "y"), VolumeSource.OTHER));
        assertThat(match(bound("a", "v"))).isEqualTo(conflict(Conflict.AFFINITY));
        assertThat(match(bound("a", "v"), waiting("b", 1))).isEqualTo(conflict(Conflict.AFFINITY, Conflict.NO_VOLUME));
        assertThat(((VolumeMatch.Conflicts) match(bound("a", "v"), waiting("b", 1))).reasons())
                .containsExactly(
                        "node(s) didn't match PersistentVolume's node affinity",
                        "node(s) didn't find available persistent volumes to bind");
        state.put(volume("v", 1, OFFER, nodesWith("zone", "z"), VolumeSource.OTHER));
        assertThat(match(bound("a", "v"))).isEqualTo(new VolumePlan("n", List.of(), List.of()));
    }

    @Test
    void whereADriverServesAnInTreeVolumeItsLabelsCount() {
        VolumeSource ebs = new VolumeSource.InTree(
                InTreePlugin.AWS_EBS, Optional.of(new VolumeSource.Translation("vol-1", nodesWith("zone", "z"))));
        state.put(volume("v", 1, OFFER, nodesWith("zone", "y"), ebs));
        assertThat(match(bound("a", "v"))).isEqualTo(conflict(Conflict.AFFINITY));
        state.put(new CsiNode("n", Map.of(), Set.of("kubernetes.io/aws-ebs")));
        assertThat(match(bound("a", "v"))).isInstanceOf(VolumePlan.class);
        state.put(volume(
                "v", 1, OFFER, Optional.empty(), new VolumeSource.InTree(InTreePlugin.AWS_EBS, Optional.empty())));
        assertThat(match(bound("a", "v"))).isEqualTo(conflict(Conflict.UNTRANSLATABLE));
    }

    @Test
    void whatIsAssumedIsTakenUntilItIsForgotten() {
        state.put(free("v", 10));
        VolumeClaim claim = waiting("a", 1);
        state.put(claim);
        VolumePlan plan = (VolumePlan) match(claim);
        state.assume(plan);
        assertThat(match(waiting("b", 1))).isEqualTo(conflict(Conflict.NO_VOLUME));
        assertThat(bindings(claim)).containsExactly(Map.entry("a", "v"));
        state.put(free("v", 10));
        assertThat(match(waiting("b", 1))).isEqualTo(conflict(Conflict.NO_VOLUME));
        state.forget(plan);
        assertThat(match(waiting("b", 1))).isInstanceOf(VolumePlan.class);
        assertThat(bindings(waiting("b", 1))).containsExactly(Map.entry("b", "v"));
        assertThat(state.volumesOf("wait")).containsExactly(labelled(free("v", 10), Map.of()));
    }
}
