/**
 * Volumes as kube-scheduler's plugins see them, and which volume a claim would get on a node. Knows Kubernetes' rules but
 * none of its objects.
 */
@NullMarked
package dev.kubewasm.scheduler.framework.volume;

import org.jspecify.annotations.NullMarked;
