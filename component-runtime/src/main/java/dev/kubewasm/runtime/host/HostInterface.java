package dev.kubewasm.runtime.host;

import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An interface that the host supplies, at the newest version it implements. It serves imports of any version on the same
 * semver track that isn't newer ({@link InterfaceName#satisfies}).
 */
public final class HostInterface {
    private final InterfaceName name;
    private final Map<String, Entry> functions;
    private final Map<String, HostResourceType<?>> resources;

    private HostInterface(
            InterfaceName name, Map<String, Entry> functions, Map<String, HostResourceType<?>> resources) {
        this.name = name;
        this.functions = Collections.unmodifiableMap(new LinkedHashMap<>(functions));
        this.resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
    }

    /** A function with its type, which is compared with the component's import when it is linked. */
    public record Entry(FuncType type, HostFunction function) {}

    /** Begins an interface, for example {@code wasi:io/streams@0.2.12}. */
    public static Builder builder(String name) {
        return new Builder(InterfaceName.parse(name)
                .orElseThrow(() -> new IllegalArgumentException("no interface name: " + name)));
    }

    /** Its name with the newest version implemented. */
    public InterfaceName name() {
        return name;
    }

    /** The function of that canonical name ({@code [method]input-stream.read}). */
    public Optional<Entry> function(String functionName) {
        return Optional.ofNullable(functions.get(functionName));
    }

    /** The resource of that name. */
    public Optional<HostResourceType<?>> resource(String resourceName) {
        return Optional.ofNullable(resources.get(resourceName));
    }

    /** The names of all functions. */
    public Collection<String> functionNames() {
        return functions.keySet();
    }

    @Override
    public String toString() {
        return "host interface " + name;
    }

    /** Collects the functions and resources of an interface. */
    public static final class Builder {
        private final InterfaceName name;
        private final Map<String, Entry> functions = new LinkedHashMap<>();
        private final Map<String, HostResourceType<?>> resources = new LinkedHashMap<>();

        private Builder(InterfaceName name) {
            this.name = name;
        }

        /**
         * Adds a function.
         *
         * @param functionName canonical: {@code get-random-bytes}, {@code [method]pollable.ready},
         *     {@code [constructor]fields}, {@code [static]fields.from-list}
         * @param type its type; handle types name resources by their name in the component's import
         * @param function its implementation
         */
        public Builder function(String functionName, FuncType type, HostFunction function) {
            if (functions.put(functionName, new Entry(type, function)) != null) {
                throw new IllegalArgumentException(name + " has " + functionName + " twice");
            }
            return this;
        }

        /** Adds a resource that this interface defines. A {@code use} of another interface's resource isn't added again. */
        public Builder resource(HostResourceType<?> type) {
            if (resources.put(type.name(), type) != null) {
                throw new IllegalArgumentException(name + " has resource " + type.name() + " twice");
            }
            return this;
        }

        /** The interface. */
        public HostInterface build() {
            return new HostInterface(name, functions, resources);
        }
    }
}
