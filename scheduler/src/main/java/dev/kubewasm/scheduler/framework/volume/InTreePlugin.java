package dev.kubewasm.scheduler.framework.volume;

import java.util.Arrays;
import java.util.Optional;

/** Volume plugins that were part of Kubernetes, and the CSI drivers that serve their volumes now. */
public enum InTreePlugin {
    AWS_EBS("kubernetes.io/aws-ebs", "ebs.csi.aws.com", Optional.of("topology.ebs.csi.aws.com/zone")),
    GCE_PD("kubernetes.io/gce-pd", "pd.csi.storage.gke.io", Optional.of("topology.gke.io/zone")),
    AZURE_DISK("kubernetes.io/azure-disk", "disk.csi.azure.com", Optional.empty()),
    CINDER("kubernetes.io/cinder", "cinder.csi.openstack.org", Optional.of("topology.cinder.csi.openstack.org/zone")),
    PORTWORX("kubernetes.io/portworx-volume", "pxd.portworx.com", Optional.empty());

    private final String pluginName;
    private final String driver;
    private final Optional<String> zoneKey;

    InTreePlugin(String pluginName, String driver, Optional<String> zoneKey) {
        this.pluginName = pluginName;
        this.driver = driver;
        this.zoneKey = zoneKey;
    }

    /** The plugin of this name, if its volumes are served by a driver. */
    public static Optional<InTreePlugin> named(String name) {
        return Arrays.stream(values())
                .filter(plugin -> plugin.pluginName.equals(name))
                .findFirst();
    }

    /** The name it has as a provisioner. */
    public String pluginName() {
        return pluginName;
    }

    /** The name of the CSI driver. */
    public String driver() {
        return driver;
    }

    /** The label by which the driver names the zone of a node, if it has one of its own. */
    public Optional<String> zoneKey() {
        return zoneKey;
    }

    /** Whether volumes of this plugin count towards the driver's limit on the node: kube-scheduler's rule. */
    boolean countsOn(CsiNode node) {
        return this != PORTWORX || node.migrated().contains(pluginName);
    }
}
