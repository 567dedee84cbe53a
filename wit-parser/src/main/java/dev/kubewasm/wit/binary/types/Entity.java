package dev.kubewasm.wit.binary.types;

import dev.kubewasm.wit.binary.types.TypeNode.ComponentNode;
import dev.kubewasm.wit.binary.types.TypeNode.FuncNode;
import dev.kubewasm.wit.binary.types.TypeNode.InstanceNode;
import dev.kubewasm.wit.binary.types.TypeNode.ValueNode;

/** What is imported or exported, by its type, while a component is checked. */
public sealed interface Entity {
    /** In words, for messages. */
    String kind();

    /** A core module. */
    record Module(CoreModuleType type) implements Entity {
        @Override
        public String kind() {
            return "core module";
        }
    }

    /** A function. */
    record Func(FuncNode type) implements Entity {
        @Override
        public String kind() {
            return "func";
        }
    }

    /** A value. */
    record Value(ValueNode type) implements Entity {
        @Override
        public String kind() {
            return "value";
        }
    }

    /** A type. */
    record OfType(TypeNode type) implements Entity {
        @Override
        public String kind() {
            return "type";
        }
    }

    /** An instance. */
    record Instance(InstanceNode type) implements Entity {
        @Override
        public String kind() {
            return "instance";
        }
    }

    /** A component. */
    record Component(ComponentNode type) implements Entity {
        @Override
        public String kind() {
            return "component";
        }
    }
}
