package dev.kubewasm.wit.binary.types;

import dev.kubewasm.wit.binary.types.TypeNode.ComponentNode;
import dev.kubewasm.wit.binary.types.TypeNode.FuncNode;
import dev.kubewasm.wit.binary.types.TypeNode.InstanceNode;
import dev.kubewasm.wit.binary.types.TypeNode.ResourceNode;
import dev.kubewasm.wit.binary.types.TypeNode.ValueNode;
import java.util.HashSet;
import java.util.Set;

/**
 * External visibility of types (Explainer.md): records, variants, enums, flags and resources that the type of an import
 * uses must be imported before it, and those that an export uses imported or exported, so that whoever stands outside
 * has a name for them.
 */
final class Visibility {
    private final boolean enforced;
    private final Validation validation;
    private final Set<TypeNode> imported = new HashSet<>();
    private final Set<TypeNode> exported = new HashSet<>();

    /** What the instance types around the type that is looked at name: enough inside of them, and nowhere else. */
    private final Set<TypeNode> within = new HashSet<>();

    Visibility(Scope.Kind kind, Validation validation) {
        this.enforced = kind != Scope.Kind.INSTANCE_TYPE;
        this.validation = validation;
    }

    void imported(String name, Entity item) {
        if (enforced && !visible(item, imported, true)) {
            throw validation.error("import `%s` uses a type that isn't imported".formatted(name));
        }
    }

    void exported(String name, Entity item) {
        if (enforced && !visible(item, exported, false)) {
            throw validation.error("export `%s` uses a type that is neither imported nor exported".formatted(name));
        }
    }

    private boolean visible(Entity item, Set<TypeNode> names, boolean isImport) {
        validation.step();
        return switch (item) {
            case Entity.Module m -> true;
            case Entity.Component c -> true;
            case Entity.Func f -> contents(f.type(), names);
            case Entity.Value v -> named(v.type(), names);
            case Entity.OfType t -> {
                boolean good = contents(t.type(), names);
                exported.add(t.type());
                if (isImport) {
                    imported.add(t.type());
                }
                yield good;
            }
            case Entity.Instance(InstanceNode instance) ->
                instance.exports().values().stream().allMatch(e -> visible(e, names, isImport));
        };
    }

    /** Whether everything in a type has a name; the type itself is being given one. */
    private boolean contents(TypeNode type, Set<TypeNode> names) {
        validation.step();
        within.clear();
        return inside(type, names);
    }

    private boolean inside(TypeNode type, Set<TypeNode> names) {
        validation.step();
        return switch (type) {
            case ResourceNode r -> true;
            case ComponentNode c -> true;
            case InstanceNode i -> {
                Set<TypeNode> before = Set.copyOf(within);
                boolean good = i.exports().values().stream().allMatch(e -> inside(e, names));
                within.retainAll(before);
                yield good;
            }
            case FuncNode f ->
                f.params().stream().allMatch(p -> named(p.type(), names))
                        && f.result().map(r -> named(r, names)).orElse(true);
            case ValueNode v -> parts(v.shape(), names);
        };
    }

    private boolean inside(Entity item, Set<TypeNode> names) {
        return switch (item) {
            case Entity.Module m -> true;
            case Entity.Component c -> true;
            case Entity.Func f -> inside(f.type(), names);
            case Entity.Value v -> named(v.type(), names);
            case Entity.OfType t -> {
                boolean good = inside(t.type(), names);
                within.add(t.type());
                yield good;
            }
            case Entity.Instance i -> inside(i.type(), names);
        };
    }

    private boolean parts(Shape shape, Set<TypeNode> names) {
        return shape instanceof Shape.Handle h
                ? isNamed(h.resource(), names)
                : shape.parts().stream().allMatch(p -> named(p, names));
    }

    private boolean isNamed(TypeNode type, Set<TypeNode> names) {
        return names.contains(type) || within.contains(type);
    }

    private boolean named(ValueNode type, Set<TypeNode> names) {
        validation.step();
        return switch (type.shape()) {
            case Shape.RecordOf r -> isNamed(type, names);
            case Shape.Variant v -> isNamed(type, names);
            case Shape.Labels l -> isNamed(type, names);
            default -> parts(type.shape(), names);
        };
    }
}
