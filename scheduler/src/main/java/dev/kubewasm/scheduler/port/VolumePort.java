package dev.kubewasm.scheduler.port;

import dev.kubewasm.scheduler.framework.volume.VolumePlan;
import java.time.Duration;

/** The cluster, as far as it provides volumes for Pods that have a node. Calls may come from several threads. */
public interface VolumePort {
    /** Of a cluster without volumes: nothing is provided. */
    VolumePort NONE = (plan, atMost) -> new VolumeAnswer.NotProvided("this cluster provides no volumes");

    /**
     * Tells the cluster what is to be done so that a Pod has its volumes on its node, if all is as it was when that was
     * decided, and waits until its controllers have done it. What has been told stays, even where the rest comes to nothing:
     * the next attempt finds it.
     *
     * @param atMost how long to wait
     * @throws ClusterUnavailableException if there is no answer: what was told isn't known
     */
    VolumeAnswer provide(VolumePlan plan, Duration atMost);

    /** An answer to {@link #provide}. */
    sealed interface VolumeAnswer {
        /** The Pod has its volumes there. */
        record Provided() implements VolumeAnswer {}

        /**
         * It hasn't, and is to be scheduled again.
         *
         * @param why what came in between, or wasn't done in time
         */
        record NotProvided(String why) implements VolumeAnswer {}
    }
}
