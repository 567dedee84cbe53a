package dev.kubewasm.node;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the volumes of Pods are.
 *
 * @param folder a folder of the node alone, for what Pods bring with them; made if it isn't there
 * @param hostPaths folders of the host that Pods may mount as volumes of that kind, with what is in them
 */
public record VolumeSettings(Path folder, List<Path> hostPaths) {
    public VolumeSettings {
        hostPaths = List.copyOf(hostPaths);
    }
}
