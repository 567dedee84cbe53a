package dev.kubewasm.wit.binary.types;

import dev.kubewasm.wit.binary.Alias;
import dev.kubewasm.wit.binary.BinarySlice;
import dev.kubewasm.wit.binary.CanonicalFunction;
import dev.kubewasm.wit.binary.CoreInstance;
import dev.kubewasm.wit.binary.TypeDefinition;

/**
 * The core level of one component: what its core instances, core aliases and canonical functions mean. No type of an
 * import or export depends on it, so that {@link #UNCHECKED} does where only types are asked for; whoever runs
 * components checks it and keeps index spaces. Called in the order of the definitions.
 */
public interface CoreLevel {
    /** Passes over everything. */
    CoreLevel UNCHECKED = new CoreLevel() {
        @Override
        public CoreLevel nested(int position) {
            return this;
        }

        @Override
        public CoreModuleType module(BinarySlice module, Scope scope) {
            return CoreModuleReader.read(module).type();
        }

        @Override
        public void instance(CoreInstance instance, Scope scope) {}

        @Override
        public void alias(Alias.CoreExport alias, Scope scope) {}

        @Override
        public void canonical(CanonicalFunction function, Scope scope) {}

        @Override
        public void resource(TypeDefinition.ResourceType definition, ResourceRef resource, Scope scope) {}
    };

    /** The core level of the component nested as the definition at {@code position}. */
    CoreLevel nested(int position);

    /** A core module that the component defines: its type. */
    CoreModuleType module(BinarySlice module, Scope scope);

    /** A core instance. */
    void instance(CoreInstance instance, Scope scope);

    /** An alias of a core instance's export. */
    void alias(Alias.CoreExport alias, Scope scope);

    /** A canonical function; the walk adds the function that a lift defines. */
    void canonical(CanonicalFunction function, Scope scope);

    /** A resource type that the component defines. */
    void resource(TypeDefinition.ResourceType definition, ResourceRef resource, Scope scope);
}
