package dev.kubewasm.wit.json;

import dev.kubewasm.wit.json.Listing.FunctionRow;
import dev.kubewasm.wit.json.Listing.Owner;
import dev.kubewasm.wit.json.Listing.ParamRow;
import dev.kubewasm.wit.json.Listing.TypeRow;
import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.Docs;
import dev.kubewasm.wit.model.Function;
import dev.kubewasm.wit.model.Stability;
import dev.kubewasm.wit.model.Type;
import dev.kubewasm.wit.model.TypeDef;
import dev.kubewasm.wit.resolve.Mentions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The types of a listing as they are met. A type without a name is listed where it is met first in its package, and
 * once; where a resource is part of another type or of a function, a handle of its own is listed for it.
 */
final class TypeTable {
    private final List<TypeRow> rows = new ArrayList<>();
    private final Map<Definition, Ref.Id> definitions = new HashMap<>();
    private final Map<Anonymous, Ref.Id> anonymous = new HashMap<>();
    private final Map<Ref.Id, Ref.Id> handles = new HashMap<>();

    private record Definition(TypeDef.Owner owner, String name) {}

    private record Anonymous(String label, List<Ref> parts) {}

    /** Begins another package: it shares no type without a name with those before it. */
    void beginPackage() {
        anonymous.clear();
        handles.clear();
    }

    List<TypeRow> rows() {
        return List.copyOf(rows);
    }

    TypeRow row(Ref.Id id) {
        return rows.get(id.index());
    }

    /** Lists {@code def}, after what it is made of. */
    Ref.Id define(TypeDef def, Owner owner) {
        Shape shape = shapes(def.stability()).of(def.kind());
        Ref.Id id = add(new TypeRow(Optional.of(def.name()), shape, owner, def.attributes()));
        // An import and an export may both define an inline interface of one name; each is done before the other.
        definitions.put(new Definition(def.owner(), def.name()), id);
        return id;
    }

    /** A row as it is; its parts are in the table. */
    Ref.Id addCopy(TypeRow row) {
        rows.add(row);
        return new Ref.Id(rows.size() - 1);
    }

    /** Gives a named type another name. */
    void rename(Ref.Id id, String name) {
        TypeRow row = row(id);
        rows.set(id.index(), new TypeRow(Optional.of(name), row.shape(), row.owner(), row.attributes()));
    }

    private Ref.Id add(TypeRow row) {
        return addCopy(new TypeRow(row.name(), held(row.shape()), row.owner(), row.attributes()));
    }

    private Shape held(Shape shape) {
        return shape.wraps() ? shape.map(this::held) : shape;
    }

    /** What holds {@code part}: of a resource, a handle. */
    private Ref held(Ref part) {
        if (!(part instanceof Ref.Id id) || !isResource(id)) {
            return part;
        }
        Ref.Id handle = handles.get(id);
        if (handle == null) {
            handle = addCopy(
                    new TypeRow(Optional.empty(), Shapes.handle("own", id), new Owner.Nobody(), Attributes.NONE));
            handles.put(id, handle);
        }
        return handle;
    }

    private boolean isResource(Ref.Id id) {
        Ref.Id at = id;
        while (row(at).shape().label().equals("type") && row(at).shape().parts().getFirst() instanceof Ref.Id next) {
            at = next;
        }
        return row(at).shape().label().equals("resource");
    }

    private Shapes shapes(Stability around) {
        return new Shapes(this::id, type -> ref(type, around));
    }

    /** Where {@code def} is listed. */
    Ref.Id id(TypeDef def) {
        Ref.Id id = definitions.get(new Definition(def.owner(), def.name()));
        if (id == null) {
            throw new IllegalArgumentException("type " + def.name() + " of " + def.owner()
                    + " is mentioned before it is defined, or is in none of the packages");
        }
        return id;
    }

    /** What {@code type} is called in something with the gates {@code around}; a type without a name is listed. */
    private Ref ref(Type type, Stability around) {
        return switch (type) {
            case Type.Primitive primitive -> new Ref.Primitive(primitive.text());
            case Type.Named named -> id(named.def());
            case Type.Own own -> id(own.resource());
            default -> anonymous(shapes(around).of(type), around);
        };
    }

    private Ref.Id anonymous(Shape shape, Stability around) {
        Anonymous key = new Anonymous(shape.label(), shape.parts());
        Ref.Id known = anonymous.get(key);
        if (known == null) {
            Stability stability = around.equals(Stability.UNKNOWN) ? inherited(shape) : around;
            known = add(new TypeRow(
                    Optional.empty(),
                    shape,
                    new Owner.Nobody(),
                    new Attributes(Docs.NONE, stability, Optional.empty())));
            anonymous.put(key, known);
        }
        return known;
    }

    /** The gates of the first part that has any. */
    private Stability inherited(Shape shape) {
        return shape.parts().stream()
                .flatMap(part -> part instanceof Ref.Id id
                        ? Stream.of(row(id).attributes().stability())
                        : Stream.empty())
                .filter(stability -> !stability.equals(Stability.UNKNOWN))
                .findFirst()
                .orElse(Stability.UNKNOWN);
    }

    /** Lists the types of a function, but not yet the handles that hold its resources: {@link #held(FunctionRow)}. */
    FunctionRow function(Function function) {
        Optional<Ref.Id> resource = function.resource().map(this::id);
        List<ParamRow> params = new ArrayList<>();
        function.params()
                .forEach(param -> params.add(new ParamRow(param.name(), ref(param.type(), Stability.UNKNOWN))));
        Optional<Ref> result = function.result().map(type -> ref(type, Stability.UNKNOWN));
        return new FunctionRow(function.name(), kind(function), resource, params, result, function.attributes());
    }

    /** Lists types without a name that nothing that is kept mentions, unless they are made of what is not there. */
    void mention(List<Type> types) {
        types.stream()
                .filter(type -> Mentions.definitions(type)
                        .allMatch(def -> definitions.containsKey(new Definition(def.owner(), def.name()))))
                .forEach(type -> ref(type, Stability.UNKNOWN));
    }

    private static String kind(Function function) {
        String async = function.async() ? "async-" : "";
        return switch (function.kind()) {
            case Function.FunctionKind.Freestanding ignored -> async + "freestanding";
            case Function.FunctionKind.Method ignored -> async + "method";
            case Function.FunctionKind.Static ignored -> async + "static";
            case Function.FunctionKind.Constructor ignored -> "constructor";
        };
    }

    /** The function with its resources held by handles. */
    FunctionRow held(FunctionRow row) {
        return new FunctionRow(
                row.name(),
                row.kind(),
                row.resource(),
                row.params().stream()
                        .map(param -> new ParamRow(param.name(), held(param.type())))
                        .toList(),
                row.result().map(this::held),
                row.attributes());
    }
}
