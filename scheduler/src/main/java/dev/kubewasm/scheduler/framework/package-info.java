/**
 * The rules by which kube-scheduler 1.34 chooses a node for one Pod, its default profile: what is computed once for each
 * Pod and node, the plugins, and preemption. Knows Kubernetes' rules but none of its objects; no client, no clock.
 */
@NullMarked
package dev.kubewasm.scheduler.framework;

import org.jspecify.annotations.NullMarked;
