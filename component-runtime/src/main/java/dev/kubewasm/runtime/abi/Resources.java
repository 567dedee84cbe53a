package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.CoreFunction;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.HostObject;
import java.time.Duration;
import java.util.Optional;

/** What happens to resources when their owning handles are dropped ({@code canon resource.drop}). */
final class Resources {
    private static final System.Logger LOG = System.getLogger(Resources.class.getName());
    /** How long a dropped handle waits for the provider of its resource, when the container that held it is closed. */
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(1);

    private Resources() {}

    /** Drops what an owning handle stood for, as {@code caller}, or as the host. */
    static void destroy(
            ResourceType type,
            int rep,
            Optional<HostObject> object,
            Optional<InstanceScope> caller,
            Optional<Duration> deadline) {
        object.ifPresent(HostObject::destroy);
        if (type.implementation().isEmpty() || type.destructor().isEmpty()) {
            return;
        }
        InstanceScope implementation = type.implementation().get();
        CoreFunction destructor = type.destructor().get();
        if (implementation.store().isGone()) {
            // The resource went with its instance: nothing is left to be dropped.
            return;
        }
        Entry entry = new Entry(caller, implementation, deadline);
        try {
            entry.enter();
        } catch (Trap e) {
            if (e.kind() == Trap.Kind.PROVIDER_GONE) {
                // It went while this waited.
                return;
            }
            throw e;
        }
        try {
            implementation.run(destructor, rep);
        } finally {
            entry.leave();
        }
    }

    static void dropAtClose(ResourceHandle handle, InstanceStore closing) {
        boolean ownStore =
                handle.type().implementation().filter(i -> i.store() == closing).isPresent();
        if (!handle.isOwn() || ownStore) {
            return;
        }
        try {
            destroy(handle.type(), handle.rep(), handle.object(), Optional.empty(), Optional.of(CLOSE_DEADLINE));
        } catch (RuntimeException e) {
            // Whatever a destructor does, the other handles are dropped.
            LOG.log(System.Logger.Level.WARNING, "dropping a " + handle.type().name() + " of " + closing, e);
        }
    }
}
