package dev.kubewasm.scheduler.framework.volume;

/**
 * A VolumeAttachment: a volume that is, or is to be, attached to a node.
 *
 * @param name its name
 * @param node the node's name
 * @param driver who attaches it
 * @param volume the PersistentVolume's name
 */
public record VolumeAttachment(String name, String node, String driver, String volume) {}
