package dev.kubewasm.runtime.link;

import dev.kubewasm.component.ResolvedComponent;
import dev.kubewasm.wit.binary.types.CoreModuleType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** What an entry of an index space stands for while a plan is built. */
sealed interface Item {
    /** A core function, memory, table, global or tag. */
    record Core(CoreRef ref) implements Item {}

    /** A core module. */
    record Module(int index, CoreModuleType type) implements Item {}

    /** A core instance: its exports. */
    record CoreExports(Map<String, CoreRef> exports) implements Item {
        public CoreExports {
            exports = Map.copyOf(exports);
        }
    }

    /** A component function. */
    record Func(FunctionRef ref) implements Item {}

    /** An imported function that can't be called, and why; it may be imported as long as nobody uses it. */
    record Unusable(dev.kubewasm.runtime.failure.UnsupportedFeatureException reason) implements Item {}

    /** A component instance: its exports, in order. */
    record Exports(SequencedMap<String, Item> exports) implements Item {
        public Exports {
            exports = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(exports));
        }
    }

    /** A resource type. */
    record Resource(int slot) implements Item {}

    /** A type that has no identity at run time. */
    record PlainType() implements Item {}

    /** A component with the scope it was defined in. */
    record Component(ResolvedComponent component, ScopeBuilder outer) implements Item {}
}
