package dev.kubewasm.scheduler.kubernetes;

import dev.kubewasm.scheduler.framework.volume.InTreePlugin;
import dev.kubewasm.scheduler.framework.volume.PodVolumes;
import dev.kubewasm.scheduler.framework.volume.PodVolumes.ClaimUse;
import dev.kubewasm.scheduler.framework.volume.PodVolumes.Disk;
import dev.kubewasm.scheduler.framework.volume.PodVolumes.InTreeVolume;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code spec.volumes} of a Pod, what of them has to do with its place. */
final class PodVolumeSources {
    private PodVolumeSources() {}

    /** @param pod the Pod's name, after which the claims made for it alone are called */
    static PodVolumes of(String pod, List<Volume> volumes, List<String> problems) {
        List<ClaimUse> claims = new ArrayList<>();
        List<Disk> disks = new ArrayList<>();
        List<InTreeVolume> inTree = new ArrayList<>();
        for (Volume volume : volumes) {
            if (volume.getPersistentVolumeClaim() != null) {
                claims.add(new ClaimUse(text(volume.getPersistentVolumeClaim().getClaimName()), false));
            } else if (volume.getEphemeral() != null) {
                claims.add(new ClaimUse(pod + "-" + volume.getName(), true));
            } else {
                disk(volume).ifPresent(disks::add);
                inTree(volume, problems).ifPresent(inTree::add);
            }
        }
        return claims.isEmpty() && disks.isEmpty() && inTree.isEmpty()
                ? PodVolumes.NONE
                : new PodVolumes(claims, disks, inTree);
    }

    private static Optional<Disk> disk(Volume volume) {
        if (volume.getGcePersistentDisk() != null) {
            var gce = volume.getGcePersistentDisk();
            return Optional.of(
                    disk("gcePersistentDisk", List.of(text(gce.getPdName())), List.of(), isTrue(gce.getReadOnly())));
        }
        if (volume.getAwsElasticBlockStore() != null) {
            String id = text(volume.getAwsElasticBlockStore().getVolumeID());
            return Optional.of(disk("awsElasticBlockStore", List.of(id), List.of(), false));
        }
        if (volume.getIscsi() != null) {
            var iscsi = volume.getIscsi();
            return Optional.of(disk("iscsi", List.of(text(iscsi.getIqn())), List.of(), isTrue(iscsi.getReadOnly())));
        }
        if (volume.getRbd() != null) {
            var rbd = volume.getRbd();
            return Optional.of(disk(
                    "rbd",
                    List.of(text(rbd.getPool()), text(rbd.getImage())),
                    Maps.list(rbd.getMonitors()),
                    isTrue(rbd.getReadOnly())));
        }
        return Optional.empty();
    }

    private static Disk disk(String kind, List<String> identity, List<String> monitors, boolean shared) {
        return new Disk(kind, identity, Set.copyOf(monitors), shared);
    }

    /** One that can't be translated is named: kube-scheduler fails on it. */
    private static Optional<InTreeVolume> inTree(Volume volume, List<String> problems) {
        if (volume.getAwsElasticBlockStore() != null) {
            String id = text(volume.getAwsElasticBlockStore().getVolumeID());
            Optional<String> handle = InTreeVolumes.ebsHandle(id);
            if (handle.isEmpty()) {
                problems.add("volume " + volume.getName() + ": '" + id + "' is no id of an EBS volume");
            }
            return handle.map(h -> new InTreeVolume(InTreePlugin.AWS_EBS, h));
        }
        if (volume.getGcePersistentDisk() != null) {
            return Optional.of(new InTreeVolume(
                    InTreePlugin.GCE_PD,
                    InTreeVolumes.gceZonal(
                            InTreeVolumes.UNSPECIFIED,
                            text(volume.getGcePersistentDisk().getPdName()))));
        }
        if (volume.getAzureDisk() != null) {
            if (!InTreeVolumes.isManaged(volume.getAzureDisk().getKind())) {
                problems.add("volume " + volume.getName() + ": kind '"
                        + volume.getAzureDisk().getKind() + "' of an Azure disk is not supported");
                return Optional.empty();
            }
            return Optional.of(new InTreeVolume(
                    InTreePlugin.AZURE_DISK, text(volume.getAzureDisk().getDiskURI())));
        }
        if (volume.getCinder() != null) {
            return Optional.of(new InTreeVolume(
                    InTreePlugin.CINDER, text(volume.getCinder().getVolumeID())));
        }
        if (volume.getPortworxVolume() != null) {
            return Optional.of(new InTreeVolume(
                    InTreePlugin.PORTWORX, text(volume.getPortworxVolume().getVolumeID())));
        }
        return Optional.empty();
    }

    private static boolean isTrue(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
