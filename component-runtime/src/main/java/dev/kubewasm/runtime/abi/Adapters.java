package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.HostCoreFunction;
import java.lang.constant.ClassDesc;
import java.lang.ref.SoftReference;
import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the adapters between two components, in code generated for the function's type. Code is made once for each {@link
 * AdapterShape} and dropped when memory is short and nobody uses it. Types too large for generated code are moved by their
 * codecs, one value after another ({@link LoweredGuestFunction}).
 */
public final class Adapters {
    /** About what fits into methods that the JVM compiles; larger types are rare and don't need to be fast. */
    private static final int MAX_TYPES = 2_000;

    private static final Map<Key, SoftReference<Constructor<? extends FusedAdapter>>> MADE = new ConcurrentHashMap<>();

    private Adapters() {}

    /** What the code of an adapter depends on. */
    private record Key(String shape, boolean postReturn, boolean direct) {}

    /**
     * An adapter.
     *
     * @param abi by the caller's type
     * @param resources that the caller's type names
     * @param caller the calling side
     * @param callee what is called
     * @param deadline how long to wait until another container's instance may be entered
     */
    public static HostCoreFunction between(
            FunctionAbi abi, ResourceTable resources, Side caller, LiftedFunction callee, Optional<Duration> deadline) {
        AdapterShape shape = abi.shape();
        FusedAdapter.Link link = new FusedAdapter.Link(
                abi, shape.resourceSlots().stream().map(resources::get).toList(), caller, callee, deadline);
        Constructor<? extends FusedAdapter> fused = shape.types() > MAX_TYPES
                ? null
                : fused(new Key(shape.key(), callee.hasPostReturn(), link.isDirect()), shape, abi);
        if (fused == null) {
            return new LoweredGuestFunction(abi, resources, caller, callee, deadline);
        }
        try {
            return fused.newInstance(link);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("making an adapter", e);
        }
    }

    private static @Nullable Constructor<? extends FusedAdapter> fused(Key key, AdapterShape shape, FunctionAbi abi) {
        SoftReference<Constructor<? extends FusedAdapter>> known = MADE.get(key);
        Constructor<? extends FusedAdapter> constructor = known == null ? null : known.get();
        if (constructor == null) {
            constructor = make(key, shape, abi);
            if (constructor != null) {
                MADE.put(key, new SoftReference<>(constructor));
            }
        }
        return constructor;
    }

    private static @Nullable Constructor<? extends FusedAdapter> make(Key key, AdapterShape shape, FunctionAbi abi) {
        ClassDesc name = GeneratedLoader.name("Adapter");
        byte[] bytes;
        try {
            bytes = AdapterWriter.write(name, abi, shape, key.postReturn(), key.direct());
        } catch (IllegalArgumentException tooLarge) {
            return null;
        }
        try {
            return GeneratedLoader.define(name, bytes)
                    .asSubclass(FusedAdapter.class)
                    .getConstructor(FusedAdapter.Link.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("an adapter without constructor", e);
        }
    }
}
