package dev.kubewasm.component;

import dev.kubewasm.component.ResolvedType.CoreModuleType;
import dev.kubewasm.component.TypeNode.ComponentNode;
import dev.kubewasm.component.TypeNode.FuncNode;
import dev.kubewasm.component.TypeNode.InstanceNode;
import dev.kubewasm.component.TypeNode.ValueNode;

/** What is imported or exported, by its type, while a component is checked. */
sealed interface Entity {
    /** In words, for messages. */
    String kind();

    record Module(CoreModuleType type) implements Entity {
        @Override
        public String kind() {
            return "core module";
        }
    }

    record Func(FuncNode type) implements Entity {
        @Override
        public String kind() {
            return "func";
        }
    }

    record Value(ValueNode type) implements Entity {
        @Override
        public String kind() {
            return "value";
        }
    }

    record OfType(TypeNode type) implements Entity {
        @Override
        public String kind() {
            return "type";
        }
    }

    record Instance(InstanceNode type) implements Entity {
        @Override
        public String kind() {
            return "instance";
        }
    }

    record Component(ComponentNode type) implements Entity {
        @Override
        public String kind() {
            return "component";
        }
    }
}
