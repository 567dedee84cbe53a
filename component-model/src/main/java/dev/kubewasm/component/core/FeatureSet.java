package dev.kubewasm.component.core;

import dev.kubewasm.wit.binary.CoreExternType;
import dev.kubewasm.wit.binary.CoreTypeDefinition;
import dev.kubewasm.wit.binary.CoreValType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The features found so far, and what types add to them. */
final class FeatureSet {
    private static final long FUNC = -0x10;
    private static final long EXTERN = -0x11;
    private static final long CONT = -0x18;
    private static final long EXN = -0x17;
    private static final long NO_EXN = -0x0c;
    private static final long NO_CONT = -0x0b;

    private final Set<CoreFeature> found = EnumSet.noneOf(CoreFeature.class);
    private boolean typesByIndex;

    void add(CoreFeature feature) {
        found.add(feature);
    }

    /** All of them, those that are parts of others with the whole and the whole with its parts, as wasm-tools has it. */
    Set<CoreFeature> all() {
        Set<CoreFeature> all = EnumSet.copyOf(found);
        // Collected objects bring references to types with them.
        if (typesByIndex && !found.contains(CoreFeature.GC)) {
            all.add(CoreFeature.FUNCTION_REFERENCES);
        }
        pair(all, CoreFeature.REFERENCE_TYPES, CoreFeature.CALL_INDIRECT_OVERLONG);
        pair(all, CoreFeature.BULK_MEMORY, CoreFeature.BULK_MEMORY_OPT);
        return Collections.unmodifiableSet(all);
    }

    private static void pair(Set<CoreFeature> all, CoreFeature whole, CoreFeature part) {
        if (all.contains(whole) || all.contains(part)) {
            all.add(whole);
            all.add(part);
        }
    }

    void type(CoreValType type) {
        switch (type) {
            case CoreValType.Plain.V128 -> add(CoreFeature.SIMD);
            case CoreValType.Plain ignored -> {}
            case CoreValType.Reference r -> {
                add(CoreFeature.REFERENCE_TYPES);
                heapType(r.heapType(), r.shared(), r.nullable());
            }
        }
    }

    /** {@code heapType}: an index if 0 or more, else the code of an abstract type. */
    void heapType(long heapType, boolean shared, boolean nullable) {
        if (shared) {
            add(CoreFeature.SHARED_EVERYTHING_THREADS);
        }
        if (heapType >= 0) {
            typesByIndex = true;
        } else if (heapType == FUNC || heapType == EXTERN) {
            if (!nullable) {
                add(CoreFeature.FUNCTION_REFERENCES);
            }
        } else if (heapType == EXN || heapType == NO_EXN) {
            add(CoreFeature.EXCEPTIONS);
        } else if (heapType == CONT || heapType == NO_CONT) {
            add(CoreFeature.STACK_SWITCHING);
        } else {
            add(CoreFeature.GC);
        }
    }

    /** A definition of a module's type section. */
    void definition(CoreTypeDefinition type) {
        switch (type) {
            case CoreTypeDefinition.FunctionType f -> {
                f.params().forEach(this::type);
                f.results().forEach(this::type);
                if (f.results().size() > 1) {
                    add(CoreFeature.MULTI_VALUE);
                }
            }
            case CoreTypeDefinition.StructType s -> {
                add(CoreFeature.GC);
                s.fields().forEach(field -> type(field.type()));
            }
            case CoreTypeDefinition.ArrayType a -> {
                add(CoreFeature.GC);
                type(a.element().type());
            }
            case CoreTypeDefinition.ContinuationType ignored -> add(CoreFeature.STACK_SWITCHING);
            case CoreTypeDefinition.SubType s -> {
                if (!s.isFinal() || !s.supertypes().isEmpty()) {
                    add(CoreFeature.GC);
                }
                if (s.shared()) {
                    add(CoreFeature.SHARED_EVERYTHING_THREADS);
                }
                definition(s.type());
            }
            case CoreTypeDefinition.RecursiveGroup g -> {
                add(CoreFeature.GC);
                g.members().forEach(this::definition);
            }
            case CoreTypeDefinition.ModuleType m ->
                throw new IllegalArgumentException("core modules define no module types: " + m);
        }
    }

    void table(CoreExternType.Table table) {
        if (!table.element().equals(CoreValType.Reference.FUNCREF)) {
            type(table.element());
        }
        if (table.limits().index64()) {
            add(CoreFeature.MEMORY64);
        }
        if (table.limits().shared()) {
            add(CoreFeature.SHARED_EVERYTHING_THREADS);
        }
    }

    /** {@code ownPages}: whether the module writes down the size of its pages. */
    void memory(CoreExternType.Memory memory, boolean ownPages) {
        if (memory.limits().index64()) {
            add(CoreFeature.MEMORY64);
        }
        if (memory.limits().shared()) {
            add(CoreFeature.THREADS);
        }
        if (ownPages) {
            add(CoreFeature.CUSTOM_PAGE_SIZES);
        }
    }

    void global(CoreExternType.Global global) {
        type(global.type());
        if (global.shared()) {
            add(CoreFeature.SHARED_EVERYTHING_THREADS);
        }
    }
}
