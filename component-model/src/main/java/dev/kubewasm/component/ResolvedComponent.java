package dev.kubewasm.component;

import dev.kubewasm.wit.binary.Component;
import dev.kubewasm.wit.binary.CoreExternType;
import dev.kubewasm.wit.binary.CoreTypeDefinition;
import dev.kubewasm.wit.binary.types.CoreModuleType;
import dev.kubewasm.wit.binary.types.ResourceBinding;
import dev.kubewasm.wit.binary.types.ResourceRef;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A validated component with its index spaces resolved.
 *
 * <p>How an instantiation uses it: walk {@link Component#definitions()} in order, keeping run-time index spaces. For
 * each definition look at {@link #bindings}: every {@link ResourceRef} there gets its run-time identity now, from where
 * {@link ResourceBinding} says, and is never bound again in that instantiation. All resources that
 * {@link #functionTypes()} mention at a lift or a lower are bound before that definition. Function types of a nested
 * component are in terms of that component's own resources, so each instantiation of a component has a map of its own.
 *
 * @param component the decoded component
 * @param types the type index space
 * @param functionTypes the function index space, as types: that of {@code Lower(f)} is {@code functionTypes.get(f)}, and
 *     {@code Lift}s, imports, aliases and exports of functions each add one
 * @param instanceTypes the instance index space, as types
 * @param componentTypes the component index space, as types
 * @param coreFunctionTypes the core function index space, as types
 * @param coreMemoryTypes the core memory index space, as types
 * @param coreModuleTypes the core module index space, as types
 * @param bindings by position in {@link Component#definitions()}: the resources that the definition brings into scope
 * @param nested by position in {@link Component#definitions()}: the resolved form of each nested component
 * @param imports in order
 * @param exports in order
 */
public record ResolvedComponent(
        Component component,
        List<ResolvedType> types,
        List<FuncType> functionTypes,
        List<ResolvedType.InstanceType> instanceTypes,
        List<ResolvedType.ComponentType> componentTypes,
        List<CoreTypeDefinition.FunctionType> coreFunctionTypes,
        List<CoreExternType.Memory> coreMemoryTypes,
        List<CoreModuleType> coreModuleTypes,
        Map<Integer, List<ResourceBinding>> bindings,
        Map<Integer, ResolvedComponent> nested,
        SequencedMap<String, ResolvedType.Extern> imports,
        SequencedMap<String, ResolvedType.Extern> exports) {
    /** The resources that the definition at {@code position} brings into scope; often none. */
    public List<ResourceBinding> bindingsOf(int position) {
        return bindings.getOrDefault(position, List.of());
    }
}
