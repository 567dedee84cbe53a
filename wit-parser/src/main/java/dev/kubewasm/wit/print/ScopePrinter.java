package dev.kubewasm.wit.print;

import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.Function;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.Type;
import dev.kubewasm.wit.model.TypeDef;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Interfaces and worlds of one package as WIT text. */
final class ScopePrinter {
    private final Output out;
    private final PackageName pkg;

    ScopePrinter(Output out, PackageName pkg) {
        this.out = out;
        this.pkg = pkg;
    }

    void iface(String name, Interface type) {
        out.front(type.attributes());
        out.block("interface " + Names.id(name), () -> members(type));
    }

    private void members(Interface type) {
        types(type.types().values(), type.functions().values());
        for (Function function : type.functions().values()) {
            if (function.kind() instanceof Function.FunctionKind.Freestanding) {
                out.item();
                out.front(function.attributes());
                out.line(Names.id(function.name()) + ": " + FunctionPrinter.signature(function) + ";");
            }
        }
    }

    void world(String name, World world) {
        out.front(world.attributes());
        out.block("world " + Names.id(name), () -> members(world));
    }

    private void members(World world) {
        List<TypeDef> types = new ArrayList<>();
        Map<String, Function> functions = new LinkedHashMap<>();
        world.imports().forEach((key, item) -> {
            switch (item) {
                case WorldItem.OfInterface i -> {
                    extern("import", key, i);
                    out.itemBelow();
                }
                case WorldItem.OfType type -> types.add(type.type());
                case WorldItem.OfFunction function -> functions.put(key, function.type());
            }
        });
        types(types, functions.values());
        functions.forEach((key, function) -> {
            if (function.kind() instanceof Function.FunctionKind.Freestanding) {
                extern("import", key, function);
                out.itemBelow();
            }
        });
        if (!world.exports().isEmpty()) {
            out.item();
        }
        world.exports().forEach((key, item) -> {
            switch (item) {
                case WorldItem.OfInterface i -> extern("export", key, i);
                case WorldItem.OfFunction function -> extern("export", key, function.type());
                case WorldItem.OfType type ->
                    throw new IllegalArgumentException("world " + world.name() + " exports the type "
                            + type.type().name() + ": WIT cannot say so");
            }
        });
    }

    private void extern(String direction, String key, WorldItem.OfInterface item) {
        Interface type = item.type();
        out.front(item.attributes());
        if (type.name().isEmpty()) {
            out.block(direction + " " + Names.id(key) + ": interface", () -> members(type));
            return;
        }
        InterfaceName name = type.name().get();
        String label = key.equals(name.toString()) ? "" : Names.id(key) + ": ";
        out.line(direction + " " + label + path(name) + ";");
    }

    private void extern(String direction, String key, Function function) {
        out.front(function.attributes());
        out.line(direction + " " + Names.id(key) + ": " + FunctionPrinter.signature(function) + ";");
    }

    private String path(InterfaceName name) {
        return name.pkg().equals(pkg) ? Names.id(name.name()) : Names.path(name);
    }

    /** A type of another interface under the name it has here. */
    private record Use(InterfaceName from, Attributes attributes, String name, String as) {
        private String text() {
            return name.equals(as) ? Names.id(name) : Names.id(name) + " as " + Names.id(as);
        }
    }

    private void types(Collection<TypeDef> defs, Collection<Function> functions) {
        List<Use> uses = defs.stream().flatMap(def -> use(def).stream()).toList();
        for (int i = 0; i < uses.size(); ) {
            Use first = uses.get(i);
            int end = i;
            while (end < uses.size()
                    && uses.get(end).from().equals(first.from())
                    && uses.get(end).attributes().equals(first.attributes())) {
                end++;
            }
            String names = uses.subList(i, end).stream().map(Use::text).collect(Collectors.joining(", ", "{", "}"));
            out.itemBelow();
            out.front(first.attributes());
            out.line("use " + path(first.from()) + "." + names + ";");
            i = end;
        }
        Map<String, List<Function>> ofResources = functions.stream()
                .filter(function -> function.resource().isPresent())
                .collect(Collectors.groupingBy(
                        function -> function.resource().map(TypeDef::name).orElse("")));
        for (TypeDef def : defs) {
            if (use(def).isEmpty()) {
                out.item();
                out.front(def.attributes());
                define(def, ofResources.getOrDefault(def.name(), List.of()));
            }
        }
    }

    private static Optional<Use> use(TypeDef def) {
        return def.usedFrom().flatMap(from -> def.aliased()
                .map(other -> new Use(from, def.attributes().withoutDocs(), other.name(), def.name())));
    }

    private void define(TypeDef def, List<Function> functions) {
        String name = Names.id(def.name());
        switch (def.kind()) {
            case TypeDef.Kind.Alias alias -> out.line("type " + name + " = " + target(alias.target()) + ";");
            case TypeDef.Kind.ResourceAlias alias ->
                out.line("type " + name + " = " + Names.id(alias.target().name()) + ";");
            case TypeDef.Kind.RecordType rec ->
                out.block("record " + name, () -> rec.fields().forEach(field -> {
                    out.docs(field.docs());
                    out.line(Names.id(field.name()) + ": " + TypePrinter.print(field.type()) + ",");
                }));
            case TypeDef.Kind.VariantType variant ->
                out.block("variant " + name, () -> variant.cases().forEach(c -> {
                    out.docs(c.docs());
                    String payload = c.payload()
                            .map(type -> "(" + TypePrinter.print(type) + ")")
                            .orElse("");
                    out.line(Names.id(c.name()) + payload + ",");
                }));
            case TypeDef.Kind.EnumType en -> out.block("enum " + name, () -> labels(en.cases()));
            case TypeDef.Kind.FlagsType flags -> out.block("flags " + name, () -> labels(flags.flags()));
            case TypeDef.Kind.ResourceType ignored -> resource(def, functions);
        }
    }

    /** As the name alone, a handle would read as another name for the resource. */
    private static String target(Type type) {
        return type instanceof Type.Own own ? "own<" + Names.id(own.resource().name()) + ">" : TypePrinter.print(type);
    }

    private void labels(List<TypeDef.Label> labels) {
        for (TypeDef.Label label : labels) {
            out.docs(label.docs());
            out.line(Names.id(label.name()) + ",");
        }
    }

    private void resource(TypeDef def, List<Function> own) {
        if (own.isEmpty()) {
            out.line("resource " + Names.id(def.name()) + ";");
            return;
        }
        out.block(
                "resource " + Names.id(def.name()),
                () -> own.forEach(function -> {
                    out.front(function.attributes());
                    String name = function.name().substring(function.name().indexOf('.') + 1);
                    out.line(
                            switch (function.kind()) {
                                case Function.FunctionKind.Constructor ignored ->
                                    FunctionPrinter.constructor(function) + ";";
                                case Function.FunctionKind.Static ignored ->
                                    Names.id(name) + ": static " + FunctionPrinter.signature(function) + ";";
                                default -> Names.id(name) + ": " + FunctionPrinter.signature(function) + ";";
                            });
                }));
    }
}
