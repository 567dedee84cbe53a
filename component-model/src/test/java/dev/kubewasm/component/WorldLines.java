package dev.kubewasm.component;

import dev.kubewasm.wit.binary.world.ComponentWorld;
import dev.kubewasm.wit.model.Function;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.Type;
import dev.kubewasm.wit.model.TypeDef;
import dev.kubewasm.wit.model.TypeDef.Kind;
import dev.kubewasm.wit.model.TypeDef.Owner;
import dev.kubewasm.wit.model.World;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A world as a set of lines, one for each leaf: {@code interface a:b/c > record r > field: u8}. Made of a decoded world,
 * and of WIT text as wasm-tools prints it, so that the two can be compared without a parser of WIT.
 */
final class WorldLines {
    private final SortedSet<String> lines = new TreeSet<>();

    private WorldLines() {}

    static SortedSet<String> of(World world) {
        WorldLines out = new WorldLines();
        out.items("import", world.imports());
        out.items("export", world.exports());
        return out.lines;
    }

    private void items(String direction, java.util.SequencedMap<String, World.WorldItem> items) {
        Owner world = new Owner.OfWorld(ComponentWorld.ROOT);
        items.forEach((name, item) -> {
            switch (item) {
                case World.WorldItem.OfInterface(Interface i, var ignored) -> item(direction, name, i);
                case World.WorldItem.OfFunction(Function f) ->
                    lines.add("world root > " + direction + " " + name + ": " + signature(f, world));
                case World.WorldItem.OfType(TypeDef def) -> define("world root", def, world);
            }
        });
    }

    private void item(String direction, String name, Interface i) {
        if (i.name().isPresent()) {
            lines.add("world root > " + direction + " " + name);
            interfaceLines("interface " + name, new Owner.OfInterface(i.name().get()), i);
        } else {
            String path = "world root > " + direction + " " + name + ": interface";
            lines.add(path);
            interfaceLines(path, new Owner.Inline(ComponentWorld.ROOT, name), i);
        }
    }

    private void interfaceLines(String path, Owner owner, Interface i) {
        lines.add(path);
        i.types().values().forEach(def -> define(path, def, owner));
        for (Function f : i.functions().values()) {
            String member = f.name().substring(f.name().indexOf('.') + 1);
            switch (f.kind()) {
                case Function.FunctionKind.Freestanding x ->
                    lines.add(path + " > " + f.name() + ": " + signature(f, owner));
                case Function.FunctionKind.Method m ->
                    lines.add(path + " > resource " + m.resource().name() + " > " + member + ": "
                            + signature(withoutSelf(f), owner));
                case Function.FunctionKind.Static s ->
                    lines.add(path + " > resource " + s.resource().name() + " > " + member + ": static "
                            + signature(f, owner));
                case Function.FunctionKind.Constructor c ->
                    lines.add(path + " > resource " + c.resource().name() + " > constructor" + params(f, owner)
                            + (f.result().orElseThrow() instanceof Type.Own
                                    ? ""
                                    : " -> " + type(f.result().orElseThrow(), owner)));
            }
        }
    }

    private static Function withoutSelf(Function f) {
        return new Function(
                f.name(), f.kind(), f.async(), f.params().subList(1, f.params().size()), f.result(), f.attributes());
    }

    private void define(String path, TypeDef def, Owner owner) {
        String name = def.name();
        switch (def.kind()) {
            case Kind.ResourceType r -> lines.add(path + " > resource " + name);
            case Kind.ResourceAlias a -> alias(path, name, a.target(), owner);
            case Kind.Alias(Type.Named(TypeDef target)) -> alias(path, name, target, owner);
            case Kind.Alias a -> lines.add(path + " > type " + name + " = " + type(a.target(), owner));
            case Kind.RecordType r -> {
                lines.add(path + " > record " + name);
                r.fields()
                        .forEach(f -> lines.add(
                                path + " > record " + name + " > " + f.name() + ": " + type(f.type(), owner)));
            }
            case Kind.VariantType v -> {
                lines.add(path + " > variant " + name);
                v.cases()
                        .forEach(c -> lines.add(path + " > variant " + name + " > " + c.name()
                                + c.payload()
                                        .map(p -> "(" + type(p, owner) + ")")
                                        .orElse("")));
            }
            case Kind.EnumType e -> labels(path + " > enum " + name, e.cases());
            case Kind.FlagsType f -> labels(path + " > flags " + name, f.flags());
        }
    }

    private void labels(String path, List<TypeDef.Label> labels) {
        lines.add(path);
        labels.forEach(l -> lines.add(path + " > " + l.name()));
    }

    private void alias(String path, String name, TypeDef target, Owner owner) {
        if (target.owner().equals(owner)) {
            lines.add(path + " > type " + name + " = " + target.name());
        } else if (target.owner() instanceof Owner.OfInterface(InterfaceName from)) {
            String as = target.name().equals(name) ? name : target.name() + " as " + name;
            lines.add(path + " > use " + from + "." + as);
        } else {
            lines.add(path + " > use of " + target);
        }
    }

    private static String signature(Function f, Owner owner) {
        return (f.async() ? "async func" : "func")
                + params(f, owner)
                + f.result().map(r -> " -> " + type(r, owner)).orElse("");
    }

    private static String params(Function f, Owner owner) {
        return f.params().stream()
                .map(p -> p.name() + ": " + type(p.type(), owner))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String type(Type type, Owner owner) {
        return switch (type) {
            case Type.Primitive p -> p.text();
            case Type.ListOf l -> "list<" + type(l.element(), owner) + ">";
            case Type.FixedLengthListOf l -> "list<" + type(l.element(), owner) + ", " + l.length() + ">";
            case Type.MapOf m -> "map<" + type(m.key(), owner) + ", " + type(m.value(), owner) + ">";
            case Type.OptionOf o -> "option<" + type(o.some(), owner) + ">";
            case Type.ResultOf r
            when r.err().isPresent() ->
                "result<" + r.ok().map(t -> type(t, owner)).orElse("_") + ", "
                        + type(r.err().get(), owner) + ">";
            case Type.ResultOf r ->
                "result" + r.ok().map(t -> "<" + type(t, owner) + ">").orElse("");
            case Type.TupleOf t ->
                t.elements().stream().map(e -> type(e, owner)).collect(Collectors.joining(", ", "tuple<", ">"));
            case Type.FutureOf f -> "future" + argument(f.element(), owner);
            case Type.StreamOf s -> "stream" + argument(s.element(), owner);
            case Type.Own o -> name(o.resource(), owner);
            case Type.Borrow b -> "borrow<" + name(b.resource(), owner) + ">";
            case Type.Named n -> name(n.def(), owner);
        };
    }

    private static String argument(Optional<Type> type, Owner owner) {
        return type.map(t -> "<" + type(t, owner) + ">").orElse("");
    }

    private static String name(TypeDef def, Owner owner) {
        return def.owner().equals(owner) ? def.name() : def.owner() + "." + def.name();
    }

    /** The same lines out of WIT text with one item a line, as wasm-tools prints it. */
    static SortedSet<String> of(String wit) {
        SortedSet<String> lines = new TreeSet<>();
        Deque<String> path = new ArrayDeque<>();
        String pkg = "";
        for (String raw : wit.replace("%", "").lines().toList()) {
            String line = raw.strip();
            if (line.startsWith("package ")) {
                pkg = line.substring(8, line.length() - 1).strip();
                if (line.endsWith("{")) {
                    path.add("");
                }
            } else if (line.endsWith("{")) {
                String header = line.substring(0, line.length() - 1).strip();
                path.addLast(header.startsWith("interface ") ? "interface " + full(pkg, header.substring(10)) : header);
                if (!header.startsWith("world ")) {
                    lines.add(join(path));
                }
            } else if (line.equals("}")) {
                path.removeLast();
            } else if (line.startsWith("use ")) {
                String from = line.substring(4, line.indexOf(".{"));
                String iface = from.contains(":") ? from : full(pkg, from);
                for (String name :
                        line.substring(line.indexOf('{') + 1, line.indexOf('}')).split(", ", -1)) {
                    lines.add(join(path) + " > use " + iface + "." + name);
                }
            } else if (!line.isEmpty()) {
                lines.add(join(path) + " > " + line.substring(0, line.length() - 1));
            }
        }
        return lines;
    }

    private static String full(String pkg, String name) {
        int at = pkg.indexOf('@');
        return at < 0 ? pkg + "/" + name : pkg.substring(0, at) + "/" + name + pkg.substring(at);
    }

    private static String join(Deque<String> path) {
        return path.stream().filter(p -> !p.isEmpty()).collect(Collectors.joining(" > "));
    }
}
