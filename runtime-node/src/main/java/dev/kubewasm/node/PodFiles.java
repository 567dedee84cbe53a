package dev.kubewasm.node;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import java.io.IOException;
import java.util.Set;

/** What Pods have on disk, their logs and volumes, put away when they are gone. What can't be put away now is when the node starts. */
record PodFiles(NodeSettings.Logs logs, ContainerStarter starter) {
    private static final System.Logger LOG = System.getLogger(PodFiles.class.getName());

    /** A Pod is gone, and nothing of it runs. */
    void forget(PodKey pod, Uid uid) {
        try {
            logs.forget(pod, uid);
            starter.forget(uid);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "files of Pod " + pod + " stay until the node starts again: " + e);
        }
    }

    /** The node starts with {@code bound}: the one before may have ended before it had put away what others had. */
    void forgetAllBut(Set<Uid> bound) {
        try {
            logs.forgetAllBut(bound);
            starter.forgetAllBut(bound);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "files of Pods that are gone stay: " + e);
        }
    }
}
