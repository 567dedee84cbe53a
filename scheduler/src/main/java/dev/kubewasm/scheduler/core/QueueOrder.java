package dev.kubewasm.scheduler.core;

import dev.kubewasm.scheduler.framework.PodInfo;

/**
 * Which of the Pods that are due is tried first: that of a higher rank, and of equals the one that came first. A link group goes
 * by the highest rank among its members. Who may have others leave is a matter of priorities alone, whatever the order.
 */
@FunctionalInterface
public interface QueueOrder {
    /** kube-scheduler's PrioritySort. */
    QueueOrder BY_PRIORITY = pod -> pod.importance().priority();

    /** The rank of a Pod; must be the same for as long as the Pod doesn't change. */
    long rank(PodInfo pod);
}
