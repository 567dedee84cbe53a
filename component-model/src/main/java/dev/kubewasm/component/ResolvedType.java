package dev.kubewasm.component;

import dev.kubewasm.wit.binary.types.CoreModuleType;
import dev.kubewasm.wit.binary.types.ResourceRef;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** What an entry of the type index space is, resolved; and the type of anything imported or exported. */
public sealed interface ResolvedType {
    /** A value type. */
    record OfValue(ValueType type) implements ResolvedType {}

    /** A function type. */
    record OfFunction(FuncType type) implements ResolvedType {}

    /** A resource type. */
    record OfResource(ResourceRef resource) implements ResolvedType {}

    /** A component type or an instance type, as the type index space has it; instances and components have their own. */
    record OfInstanceType(InstanceType type) implements ResolvedType {}

    /** A component type. */
    record OfComponentType(ComponentType type) implements ResolvedType {}

    /** The type of an import or export. */
    sealed interface Extern {}

    /** A core module. */
    record ModuleExtern(CoreModuleType type) implements Extern {}

    /** A function. */
    record FunctionExtern(FuncType type) implements Extern {}

    /** A value (gated). */
    record ValueExtern(ValueType type) implements Extern {}

    /** A type. */
    record TypeExtern(ResolvedType type) implements Extern {}

    /** An instance. */
    record InstanceExtern(InstanceType type) implements Extern {}

    /** A component. */
    record ComponentExtern(ComponentType type) implements Extern {}

    /** The exports of an instance, in order. */
    record InstanceType(SequencedMap<String, Extern> exports) {
        public InstanceType {
            exports = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(exports));
        }
    }

    /** The imports and exports of a component, in order. */
    record ComponentType(SequencedMap<String, Extern> imports, SequencedMap<String, Extern> exports) {
        public ComponentType {
            imports = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(imports));
            exports = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(exports));
        }
    }
}
