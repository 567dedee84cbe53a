package dev.kubewasm.runtime.host;

import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An interface that the host supplies, at the newest version it implements. It serves imports of any version on the same
 * semver track that isn't newer ({@link InterfaceName#satisfies}).
 */
public final class HostInterface {
    private final InterfaceName name;
    private final Lazy<Definition> definition;

    private HostInterface(InterfaceName name, Lazy<Definition> definition) {
        this.name = name;
        this.definition = definition;
    }

    /** What is in an interface. */
    private record Definition(Map<String, Entry> functions, Map<String, HostResourceType<?>> resources) {
        Definition {
            functions = Collections.unmodifiableMap(new LinkedHashMap<>(functions));
            resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
        }
    }

    /** A function with its type, which is compared with the component's import when it is linked. */
    public record Entry(FuncType type, HostFunction function) {}

    /** Begins an interface, for example {@code wasi:io/streams@0.2.12}. */
    public static Builder builder(String name) {
        return new Builder(parse(name));
    }

    /**
     * An interface whose functions are declared when a component first asks for one, so that a host may offer many
     * interfaces and a short-lived process pays for those it uses.
     *
     * @param name for example {@code wasi:io/streams@0.2.12}
     * @param definition adds the functions and resources; called at most once
     */
    public static HostInterface lazy(String name, Consumer<Builder> definition) {
        InterfaceName parsed = parse(name);
        return new HostInterface(parsed, new Lazy<>(() -> {
            Builder builder = new Builder(parsed);
            definition.accept(builder);
            return builder.definition();
        }));
    }

    private static InterfaceName parse(String name) {
        return InterfaceName.parse(name).orElseThrow(() -> new IllegalArgumentException("no interface name: " + name));
    }

    /** Its name with the newest version implemented. */
    public InterfaceName name() {
        return name;
    }

    /** The function of that canonical name ({@code [method]input-stream.read}). */
    public Optional<Entry> function(String functionName) {
        return Optional.ofNullable(definition.get().functions().get(functionName));
    }

    /** The resource of that name. */
    public Optional<HostResourceType<?>> resource(String resourceName) {
        return Optional.ofNullable(definition.get().resources().get(resourceName));
    }

    /** The names of all functions. */
    public Collection<String> functionNames() {
        return definition.get().functions().keySet();
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
            Definition complete = definition();
            return new HostInterface(name, new Lazy<>(() -> complete));
        }

        private Definition definition() {
            return new Definition(functions, resources);
        }
    }
}
