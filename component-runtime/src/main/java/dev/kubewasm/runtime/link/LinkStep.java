package dev.kubewasm.runtime.link;

import dev.kubewasm.runtime.abi.StringEncoding;
import dev.kubewasm.runtime.value.FuncType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A step of an instantiation. Each fills one slot; it refers only to slots that earlier steps fill. */
public sealed interface LinkStep {
    /** Makes a component instance: the component itself, or one inside it; {@code parent} instantiates it. */
    record EnterComponent(int scope, OptionalInt parent) implements LinkStep {}

    /** Makes the resource type of a resource that a component defines. */
    record DefineResource(int resource, String name, int scope, Optional<CoreRef> destructor) implements LinkStep {}

    /** Instantiates a core module; one argument for each of its imports, in their order. */
    record InstantiateModule(int instance, int module, List<CoreRef> arguments) implements LinkStep {
        public InstantiateModule {
            arguments = List.copyOf(arguments);
        }
    }

    /** Makes a component function of a core function. */
    record Lift(int slot, CoreRef function, Options options, FuncType type) implements LinkStep {}

    /** Makes a core function of a component function. */
    record Lower(int slot, FunctionRef function, Options options, FuncType type) implements LinkStep {}

    /** Makes {@code resource.new} for a resource. */
    record ResourceNew(int slot, int resource, int scope) implements LinkStep {}

    /** Makes {@code resource.rep} for a resource. */
    record ResourceRep(int slot, int resource, int scope) implements LinkStep {}

    /** Makes {@code resource.drop} for a resource. */
    record ResourceDrop(int slot, int resource, int scope) implements LinkStep {}

    /** The options of a lift or a lower, and the instance that it belongs to. */
    record Options(
            int scope,
            StringEncoding encoding,
            Optional<CoreRef> memory,
            Optional<CoreRef> realloc,
            Optional<CoreRef> postReturn) {}
}
