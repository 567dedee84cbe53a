package dev.kubewasm.scheduler.framework.volume;

/** Namespace and name of a PersistentVolumeClaim. */
public record ClaimKey(String namespace, String name) {
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
