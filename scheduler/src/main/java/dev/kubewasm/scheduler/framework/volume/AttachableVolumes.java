package dev.kubewasm.scheduler.framework.volume;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Which volumes count towards the limits of the drivers on a node. */
public final class AttachableVolumes {
    private final VolumeState state;
    private final String node;
    private final Optional<CsiNode> csiNode;

    /** @param node the node's name */
    public AttachableVolumes(String node, VolumeState state) {
        this.state = state;
        this.node = node;
        this.csiNode = state.csiNode(node);
    }

    /**
     * A volume as its driver calls it.
     *
     * @param driver the driver's name
     * @param handle unique there
     */
    public record Attached(String driver, String handle) {}

    /** The volumes of a Pod of {@code namespace}; two Pods that use one volume name it alike. */
    public Collection<Attached> of(String namespace, PodVolumes volumes) {
        Set<Attached> counted = new HashSet<>();
        for (PodVolumes.ClaimUse use : volumes.claims()) {
            state.claim(new ClaimKey(namespace, use.name())).flatMap(this::of).ifPresent(counted::add);
        }
        for (PodVolumes.InTreeVolume volume : volumes.inTree()) {
            if (counts(volume.plugin())) {
                counted.add(new Attached(volume.plugin().driver(), volume.handle()));
            }
        }
        return counted;
    }

    /** What is attached to the node already, whoever uses it. */
    public Collection<Attached> attached() {
        Set<Attached> attached = new HashSet<>();
        for (VolumeAttachment attachment : state.attachedTo(node)) {
            if (state.volume(attachment.volume()).map(PersistentVolume::source).orElse(VolumeSource.OTHER)
                    instanceof VolumeSource.Csi csi) {
                attached.add(new Attached(attachment.driver(), csi.handle()));
            }
        }
        return attached;
    }

    private Optional<Attached> of(VolumeClaim claim) {
        Optional<PersistentVolume> volume = state.volume(claim.state().volume());
        if (volume.isEmpty()) {
            return toBeMade(claim);
        }
        return switch (volume.get().source()) {
            case VolumeSource.Csi(String driver, String handle) ->
                handle.isEmpty() ? Optional.empty() : Optional.of(new Attached(driver, handle));
            case VolumeSource.InTree(InTreePlugin plugin, Optional<VolumeSource.Translation> translation) ->
                counts(plugin) ? translation.map(to -> new Attached(plugin.driver(), to.handle())) : Optional.empty();
            case VolumeSource.Other _ -> Optional.empty();
        };
    }

    /** The volume that will be made for {@code claim}: it has no handle yet, so the claim stands for it. */
    private Optional<Attached> toBeMade(VolumeClaim claim) {
        return state.storageClass(claim.wanted().storageClass())
                .flatMap(storageClass -> driver(storageClass.provisioner()))
                .map(driver -> new Attached(driver, "claim " + claim.key()));
    }

    private Optional<String> driver(String provisioner) {
        Optional<InTreePlugin> inTree = InTreePlugin.named(provisioner);
        return inTree.isPresent() ? inTree.filter(this::counts).map(InTreePlugin::driver) : Optional.of(provisioner);
    }

    private boolean counts(InTreePlugin plugin) {
        return csiNode.filter(plugin::countsOn).isPresent();
    }
}
