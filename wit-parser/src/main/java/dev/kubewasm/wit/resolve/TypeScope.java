package dev.kubewasm.wit.resolve;

import static java.util.Objects.requireNonNull;

import dev.kubewasm.wit.ast.Id;
import dev.kubewasm.wit.ast.InterfaceMember;
import dev.kubewasm.wit.ast.TypeBody;
import dev.kubewasm.wit.ast.WorldMember;
import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.ForeignWords;
import dev.kubewasm.wit.diagnostics.Suggestions;
import dev.kubewasm.wit.graph.Precedence;
import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.Type;
import dev.kubewasm.wit.model.TypeDef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names of one interface, inline interface or world, its types resolved when first asked for: definitions may
 * stand in any order.
 */
final class TypeScope {
    private final Scopes scopes;
    private final TypeDef.Owner owner;
    private final PackageName pkg;
    private final UnresolvedPackage.Unit unit;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Id> taken = new HashMap<>();
    private final TypeResolver types;
    private final List<Provenance.OfFunction> functions = new ArrayList<>();
    /** The definition being resolved, if one is. */
    private Optional<Entry> current = Optional.empty();

    TypeScope(Scopes scopes, TypeDef.Owner owner, PackageName pkg, UnresolvedPackage.Unit unit) {
        this.scopes = scopes;
        this.owner = owner;
        this.pkg = pkg;
        this.unit = unit;
        this.types = new TypeResolver(scopes, this);
    }

    /** What a name stands for. */
    private sealed interface Origin {
        /** A type of another interface. */
        record Used(InterfaceMember.Use use, InterfaceMember.UseName name) implements Origin {}

        /** A type defined here. */
        record Defined(InterfaceMember.TypeDecl decl) implements Origin {}

        /** A function. */
        record OfFunction() implements Origin {}

        /** Something whose feature is off. */
        record Off() implements Origin {}
    }

    private enum State {
        UNRESOLVED,
        RESOLVING,
        RESOLVED
    }

    private static final class Entry {
        private final Id id;
        private final Origin origin;
        private State state = State.UNRESOLVED;
        private Optional<TypeDef> def = Optional.empty();
        /** The name in it that was looked up last: where a cycle through it goes on. */
        private Id asked;

        private Entry(Id id, Origin origin) {
            this.id = id;
            this.asked = id;
            this.origin = origin;
        }
    }

    TypeDef.Owner owner() {
        return owner;
    }

    PackageName pkg() {
        return pkg;
    }

    UnresolvedPackage.Unit unit() {
        return unit;
    }

    TypeResolver types() {
        return types;
    }

    /** Declares the names of an interface. */
    void declareMembers(List<InterfaceMember> members) {
        for (InterfaceMember member : members) {
            switch (member) {
                case InterfaceMember.Use use -> declareUse(use);
                case InterfaceMember.TypeDecl decl -> declareType(decl);
                case InterfaceMember.Func func ->
                    declare(func.id(), kept(func.attributes(), func.id()) ? new Origin.OfFunction() : new Origin.Off());
            }
        }
    }

    /** Declares the names that a world's types and functions go by. */
    void declareWorldMembers(List<WorldMember> members) {
        for (WorldMember member : members) {
            switch (member) {
                case InterfaceMember.Use use -> declareUse(use);
                case InterfaceMember.TypeDecl decl -> declareType(decl);
                case WorldMember.Extern ignored -> {
                    // Imports and exports have names of their own kind: WorldResolver sees to them.
                }
                case WorldMember.Include ignored -> {
                    // What it brings in is known once the included world is.
                }
            }
        }
    }

    private void declareUse(InterfaceMember.Use use) {
        boolean kept = kept(use);
        if (kept && use.names().isEmpty()) {
            // Nothing will ask for it, but it must be there.
            scopes.findInterface(use.path(), unit, pkg);
        }
        for (InterfaceMember.UseName name : use.names()) {
            declare(name.local(), kept ? new Origin.Used(use, name) : new Origin.Off());
        }
    }

    private void declareType(InterfaceMember.TypeDecl decl) {
        boolean kept = kept(decl.attributes(), decl.id());
        declare(decl.id(), kept ? new Origin.Defined(decl) : new Origin.Off());
        if (!kept) {
            functions(decl).stream()
                    .filter(func -> kept(func.attributes(), func.id()))
                    .forEach(func -> scopes.keptInsideWhatIsNot(func.id(), "a resource"));
        }
    }

    boolean kept(InterfaceMember.Use use) {
        return kept(use.attributes(), use.path().id());
    }

    boolean kept(Attributes attributes, Id id) {
        return scopes.gates().includes(attributes.stability(), pkg, id.span());
    }

    private void declare(Id id, Origin origin) {
        Id earlier = taken.putIfAbsent(ItemTable.fold(id), id);
        if (earlier == null) {
            entries.put(id.name(), new Entry(id, origin));
            return;
        }
        scopes.diagnostics()
                .add(Diagnostic.error(
                                DiagnosticCode.DUPLICATE_NAME,
                                id.span(),
                                "name `" + id.name() + "` is defined more than once")
                        .withRelated(earlier.span(), "`" + earlier.name() + "` is defined here"));
    }

    /** The types of this scope that are kept: those used, then those defined, each after those it depends on. */
    List<TypeDef> all() {
        List<TypeDef> all = new ArrayList<>();
        Map<String, TypeDef> defined = new LinkedHashMap<>();
        for (Entry entry : List.copyOf(entries.values())) {
            switch (entry.origin) {
                case Origin.Used ignored -> resolve(entry).ifPresent(all::add);
                case Origin.Defined ignored -> resolve(entry).ifPresent(def -> defined.put(def.name(), def));
                case Origin.OfFunction ignored -> {
                    // No type.
                }
                case Origin.Off ignored -> {
                    // Left out.
                }
            }
        }
        Precedence.of(defined.keySet(), name -> mentioned(requireNonNull(defined.get(name))))
                .forEach(name -> all.add(requireNonNull(defined.get(name))));
        return all;
    }

    private List<String> mentioned(TypeDef def) {
        return Mentions.parts(def.kind())
                .flatMap(Mentions::definitions)
                .filter(other -> other.owner().equals(owner))
                .map(TypeDef::name)
                .toList();
    }

    /** Keeps in mind a function of this scope. */
    void note(Provenance.OfFunction function) {
        functions.add(function);
    }

    /** The functions of this scope in the order written, also those gated off. */
    List<Provenance.OfFunction> functions() {
        return List.copyOf(functions);
    }

    /** Whether {@code name} is a type here. */
    boolean isType(String name) {
        Entry entry = entries.get(name);
        return entry != null && (entry.origin instanceof Origin.Used || entry.origin instanceof Origin.Defined);
    }

    /** The type that {@code reference} names here; if there is none, that is reported. */
    Optional<TypeDef> type(Id reference) {
        return type(reference, "type `" + reference.name() + "` does not exist");
    }

    /** As {@link #type(Id)} with the words to say that there is no such name. */
    private Optional<TypeDef> type(Id reference, String missing) {
        current.ifPresent(from -> from.asked = reference);
        Entry entry = entries.get(reference.name());
        if (entry == null) {
            scopes.diagnostics()
                    .error(DiagnosticCode.UNKNOWN_TYPE, reference.span(), missing, () -> suggestion(reference.name()));
            return Optional.empty();
        }
        return switch (entry.origin) {
            case Origin.OfFunction ignored -> {
                scopes.diagnostics()
                        .error(
                                DiagnosticCode.WRONG_KIND,
                                reference.span(),
                                "`" + reference.name() + "` is a function, a type is needed here");
                yield Optional.empty();
            }
            case Origin.Off ignored -> {
                scopes.notEnabled(reference.span(), "`" + reference.name() + "`");
                yield Optional.empty();
            }
            case Origin.Used ignored -> resolve(entry);
            case Origin.Defined ignored -> resolve(entry);
        };
    }

    private Optional<String> suggestion(String wrong) {
        Optional<String> foreign = ForeignWords.typeHint(wrong);
        if (foreign.isPresent()) {
            return foreign;
        }
        List<String> known = new ArrayList<>();
        entries.values().stream().filter(e -> isType(e.id.name())).forEach(e -> known.add(e.id.name()));
        for (Type.Primitive primitive : Type.Primitive.values()) {
            known.add(primitive.text());
        }
        return Suggestions.didYouMean(wrong, known);
    }

    private Optional<TypeDef> resolve(Entry entry) {
        if (entry.state == State.RESOLVING) {
            scopes.diagnostics()
                    .error(
                            DiagnosticCode.DEPENDENCY_CYCLE,
                            entry.asked.span(),
                            "type `" + entry.asked.name() + "` depends on itself",
                            Optional.of("types cannot be recursive; a resource can stand in between"));
            return Optional.empty();
        }
        if (entry.state == State.UNRESOLVED) {
            Optional<Entry> outer = current;
            current = Optional.of(entry);
            entry.state = State.RESOLVING;
            entry.def = scopes.deeper(entry.id.span(), () -> define(entry));
            entry.state = State.RESOLVED;
            current = outer;
        }
        return entry.def;
    }

    private Optional<TypeDef> define(Entry entry) {
        Optional<TypeDef> def =
                switch (entry.origin) {
                    case Origin.Used used -> used(used);
                    case Origin.Defined defined -> defined(defined.decl());
                    case Origin.OfFunction ignored -> Optional.empty();
                    case Origin.Off ignored -> Optional.empty();
                };
        return def.filter(d -> scopes.fits(d, entry.id.span()));
    }

    private Optional<TypeDef> used(Origin.Used used) {
        Id wanted = used.name().id();
        return scopes.findInterface(used.use().path(), unit, pkg)
                .flatMap(item -> scopes.of(item).type(wanted, missing(wanted, item.name())))
                .map(target -> new TypeDef(
                        owner,
                        used.name().local().name(),
                        alias(target),
                        used.use().attributes().withoutDocs()));
    }

    private static String missing(Id wanted, InterfaceName from) {
        return "interface `" + from + "` has no type `" + wanted.name() + "`";
    }

    /** Reports {@code wanted} if no name of this interface, {@code name}, is that, kept or gated off. */
    void requireName(Id wanted, InterfaceName name) {
        if (!entries.containsKey(wanted.name())) {
            type(wanted, missing(wanted, name));
        }
    }

    /** Another name for {@code target}: a resource stays the same resource. */
    static TypeDef.Kind alias(TypeDef target) {
        return target.resource().isPresent()
                ? new TypeDef.Kind.ResourceAlias(target)
                : new TypeDef.Kind.Alias(new Type.Named(target));
    }

    private Optional<TypeDef> defined(InterfaceMember.TypeDecl decl) {
        return types.kind(decl.id(), decl.body())
                .map(kind -> new TypeDef(owner, decl.id().name(), kind, decl.attributes()));
    }

    /** The functions written in the resource {@code decl}, if it is kept. */
    static List<TypeBody.ResourceFunc> functions(InterfaceMember.TypeDecl decl) {
        return decl.body() instanceof TypeBody.ResourceBody body ? body.functions() : List.of();
    }
}
