package dev.kubewasm.component;

import dev.kubewasm.wit.binary.CanonicalOptions;
import dev.kubewasm.wit.binary.CoreTypeDefinition;
import dev.kubewasm.wit.binary.CoreTypeDefinition.ArrayType;
import dev.kubewasm.wit.binary.CoreTypeDefinition.FieldType;
import dev.kubewasm.wit.binary.CoreTypeDefinition.FunctionType;
import dev.kubewasm.wit.binary.CoreTypeDefinition.StructType;
import dev.kubewasm.wit.binary.CoreValType;
import dev.kubewasm.wit.binary.CoreValType.Plain;
import dev.kubewasm.wit.binary.types.Scope;
import dev.kubewasm.wit.binary.types.Shape;
import dev.kubewasm.wit.binary.types.TypeNode.ValueNode;
import dev.kubewasm.wit.binary.types.Validation;
import dev.kubewasm.wit.model.Type;
import java.util.List;
import java.util.Optional;

/**
 * Compares component types with the core types that stand for them where values pass as GC references (gated: GC):
 * records and tuples as structs, lists and strings as arrays, handles as {@code externref}.
 */
final class GcTypes {
    private static final long EXTERN = -0x11;

    private final CanonicalOptions options;
    private final Validation validation;

    GcTypes(CanonicalOptions options, Validation validation) {
        this.options = options;
        this.validation = validation;
    }

    /** The index space that the references of a core type are in. */
    interface Home {
        /** The type at {@code index}, with where its own references are; empty if it isn't known here. */
        Optional<Located> type(long index);

        /** Types that a module defines: {@code types} is all of its index space. */
        static Home ofModule(List<CoreTypeDefinition> types) {
            return new Home() {
                @Override
                public Optional<Located> type(long index) {
                    return index < types.size()
                            ? Optional.of(new Located(types.get((int) index), this))
                            : Optional.empty();
                }
            };
        }

        /** Types of a component's core type section; one that is an alias is at home where it was defined. */
        static Home ofScope(Scope scope) {
            return index -> index < scope.coreTypes().size()
                            && scope.coreTypes().get((int) index) instanceof Scope.CoreType.Defined defined
                    ? Optional.of(new Located(defined.type(), ofScope(defined.home())))
                    : Optional.empty();
        }
    }

    /** A core type and the home of its references. */
    record Located(CoreTypeDefinition type, Home home) {}

    /** Fails unless {@code core} is how a function of these types passes its values. */
    void function(List<ValueNode> params, Optional<ValueNode> result, FunctionType core, Home home) {
        if (core.params().size() != params.size()) {
            throw validation.error("the core type has %d parameters, the function %d"
                    .formatted(core.params().size(), params.size()));
        }
        if (core.results().size() != result.stream().count()) {
            throw validation.error("the core type has %d results, the function %d"
                    .formatted(core.results().size(), result.stream().count()));
        }
        for (int i = 0; i < params.size(); i++) {
            value(params.get(i), core.params().get(i), home, false);
        }
        result.ifPresent(type -> value(type, core.results().getFirst(), home, false));
    }

    /** {@code field} says whether the value is in a struct or an array, where small numbers are packed. */
    private void value(ValueNode type, CoreValType core, Home home, boolean field) {
        validation.step();
        switch (type.shape()) {
            case Shape.Primitive p -> primitive(p.type(), core, home, field);
            case Shape.RecordOf r ->
                product(r.fields().stream().map(Shape.Field::type).toList(), core, home);
            case Shape.Tuple t -> product(t.elements(), core, home);
            case Shape.Wrap w when w.wrapper() == Shape.Wrapper.LIST -> list(w.part(), core, home);
            case Shape.FixedList l -> list(l.element(), core, home);
            // Each case is to be a subtype of an empty struct; how they are told apart isn't settled.
            case Shape.Wrap w -> sum(core, home);
            case Shape.Variant v -> sum(core, home);
            case Shape.Result r -> sum(core, home);
            case Shape.Labels l -> plain(core, Plain.I32);
            case Shape.Handle h -> external(core);
            case Shape.Channel c -> external(core);
            case Shape.MapOf m -> throw validation.error("a map can't pass as GC references yet");
        }
    }

    private void primitive(Type.Primitive type, CoreValType core, Home home, boolean field) {
        switch (type) {
            case BOOL, S8, U8 -> plain(core, field ? Plain.I8 : Plain.I32);
            case S16, U16 -> plain(core, field ? Plain.I16 : Plain.I32);
            case S32, U32, CHAR -> plain(core, Plain.I32);
            case S64, U64 -> plain(core, Plain.I64);
            case F32 -> plain(core, Plain.F32);
            case F64 -> plain(core, Plain.F64);
            case STRING -> {
                Plain unit = options.encoding() == CanonicalOptions.StringEncoding.UTF16 ? Plain.I16 : Plain.I8;
                if (array(referenced(core, home, "array")).element().type() != unit) {
                    throw validation.error("a string of this encoding passes as an array of " + unit);
                }
            }
            case ERROR_CONTEXT -> external(core);
        }
    }

    private void plain(CoreValType core, Plain expected) {
        if (core != expected) {
            throw validation.error("expected core type %s, found %s".formatted(expected, text(core)));
        }
    }

    private void external(CoreValType core) {
        if (!(core instanceof CoreValType.Reference r) || r.heapType() != EXTERN) {
            throw validation.error("expected core type externref, found " + text(core));
        }
    }

    private void product(List<ValueNode> parts, CoreValType core, Home home) {
        Located struct = referenced(core, home, "struct");
        if (!(struct.type() instanceof StructType(List<FieldType> fields))) {
            throw validation.error("expected a reference to a struct, found another");
        }
        if (fields.size() != parts.size()) {
            throw validation.error("expected a struct of %d fields, found %d".formatted(parts.size(), fields.size()));
        }
        for (int i = 0; i < fields.size(); i++) {
            value(parts.get(i), fields.get(i).type(), struct.home(), true);
        }
    }

    private void sum(CoreValType core, Home home) {
        if (!(referenced(core, home, "struct").type() instanceof StructType(List<FieldType> fields))
                || !fields.isEmpty()) {
            throw validation.error("expected a reference to a struct without fields, found another");
        }
    }

    private void list(ValueNode element, CoreValType core, Home home) {
        Located located = referenced(core, home, "array");
        value(element, array(located).element().type(), located.home(), true);
    }

    private ArrayType array(Located located) {
        if (!(located.type() instanceof ArrayType array)) {
            throw validation.error("expected a reference to an array, found another");
        }
        return array;
    }

    /** The struct or array that {@code core} refers to. */
    private Located referenced(CoreValType core, Home home, String what) {
        if (core instanceof CoreValType.Reference r && r.heapType() >= 0) {
            Optional<Located> found = home.type(r.heapType());
            if (found.isPresent()) {
                CoreTypeDefinition type = found.get().type();
                return type instanceof CoreTypeDefinition.SubType sub
                        ? new Located(sub.type(), found.get().home())
                        : found.get();
            }
        }
        throw validation.error("expected a reference to a %s, found %s".formatted(what, text(core)));
    }

    private static String text(CoreValType core) {
        return switch (core) {
            case Plain p -> p.toString();
            case CoreValType.Reference r -> r.heapType() >= 0 ? "a reference to type " + r.heapType() : "a reference";
        };
    }
}
