package dev.kubewasm.runtime.host;

import dev.kubewasm.runtime.value.ResourceRef;
import dev.kubewasm.runtime.value.Val;
import java.util.function.Consumer;

/**
 * A resource that the host implements with objects of class {@code T}: one type per interface and host, whatever patch
 * versions of the interface its components import. Compared by identity.
 *
 * @param <T> the class of the objects behind the handles
 */
public final class HostResourceType<T> {
    private final String name;
    private final Class<T> type;
    private final Consumer<? super T> destructor;

    private HostResourceType(String name, Class<T> type, Consumer<? super T> destructor) {
        this.name = name;
        this.type = type;
        this.destructor = destructor;
    }

    /**
     * A resource type.
     *
     * @param name its name in the interface, for example {@code input-stream}
     * @param type the class of the objects
     * @param destructor called once, when the owning handle is dropped by the component or its instance is closed
     */
    public static <T> HostResourceType<T> of(String name, Class<T> type, Consumer<? super T> destructor) {
        return new HostResourceType<>(name, type, destructor);
    }

    /** The resource's name in its interface. */
    public String name() {
        return name;
    }

    /** An owning handle to {@code object}, to be returned to a component. */
    public Val own(T object) {
        return new Val.Own(new HostObject(this, object));
    }

    /**
     * The object behind a handle that a component passed. With an owning handle the object is the host's from now on:
     * its destructor isn't called any more.
     *
     * @throws IllegalArgumentException if {@code handle} is no handle of this type: a mistake in the host, for
     *     components can only pass handles of the type declared
     */
    public T get(Val handle) {
        ResourceRef ref =
                switch (handle) {
                    case Val.Own own -> own.resource();
                    case Val.Borrow borrow -> borrow.resource();
                    default -> throw new IllegalArgumentException("a handle to " + name + " is needed, not " + handle);
                };
        if (ref instanceof HostObject object && object.type() == this) {
            return type.cast(object.value());
        }
        throw new IllegalArgumentException("a handle to " + name + " is needed, not one to " + ref.typeName());
    }

    /** Runs the destructor on {@code object}, which is of this type. */
    void destroy(Object object) {
        destructor.accept(type.cast(object));
    }

    @Override
    public String toString() {
        return "resource " + name;
    }
}
