package dev.kubewasm.runtime.value;

/**
 * A resource that code outside a component holds a handle to. Identity, not content, tells two of them apart. Get at
 * the Java object behind a host's own resource with {@code HostResourceType.get}.
 */
public interface ResourceRef {
    /** The name of the resource's type, for messages. */
    String typeName();
}
