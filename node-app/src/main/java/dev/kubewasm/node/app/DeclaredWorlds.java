package dev.kubewasm.node.app;

import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ComponentReference.WitLocation;
import dev.kubewasm.scheduler.port.ObservedPod;
import java.util.Optional;

/**
 * The worlds that Pods declare, as far as a node may read them: a ConfigMap that only an annotation names is none of those
 * which the Node authorizer lets it read. What isn't read isn't compared with the binary; links are checked by the binaries'
 * own types in any case.
 */
final class DeclaredWorlds {
    private DeclaredWorlds() {}

    /** {@code pod} without the references that can't be followed here. */
    static ObservedPod readable(ObservedPod pod) {
        return new ObservedPod(
                pod.facts(),
                pod.info(),
                pod.profile(),
                pod.gated(),
                pod.components().stream().map(DeclaredWorlds::readable).toList(),
                pod.refusals(),
                pod.lastMessage());
    }

    private static ComponentReference readable(ComponentReference reference) {
        return reference.wit().filter(WitLocation.InConfigMap.class::isInstance).isEmpty()
                ? reference
                : new ComponentReference(
                        reference.namespace(),
                        reference.container(),
                        reference.image(),
                        Optional.empty(),
                        Optional.empty(),
                        reference.pullSecrets());
    }
}
