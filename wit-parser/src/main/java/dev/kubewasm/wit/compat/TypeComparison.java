package dev.kubewasm.wit.compat;

import dev.kubewasm.wit.model.Function;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.Type;
import dev.kubewasm.wit.model.TypeDef;
import dev.kubewasm.wit.print.TypePrinter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares types of two sides; every pair once, however often it is mentioned. */
final class TypeComparison {
    /** Most differences kept of one pair of types: they are repeated wherever the pair is mentioned. */
    private static final int MAX_PER_PAIR = 16;

    private final Optional<String> owner;
    private final Map<String, TypeDef> wantedOwn;
    private final Map<String, TypeDef> offeredOwn;
    /** Results by the identity of both types: comparing the types themselves would walk them in full. */
    private final IdentityHashMap<Object, IdentityHashMap<Object, List<Mismatch>>> done = new IdentityHashMap<>();

    private final Set<String> mentioned = new HashSet<>();

    TypeComparison(Interface wanted, Interface offered) {
        this(wanted.name().map(InterfaceName::name), wanted.types(), offered.types());
    }

    private TypeComparison(Optional<String> owner, Map<String, TypeDef> wantedOwn, Map<String, TypeDef> offeredOwn) {
        this.owner = owner;
        this.wantedOwn = wantedOwn;
        this.offeredOwn = offeredOwn;
    }

    /** For functions of worlds, whose types are not those of an interface. */
    static TypeComparison ofWorlds() {
        return new TypeComparison(Optional.empty(), Map.of(), Map.of());
    }

    /** The names of the wanted side's own types met so far. */
    Set<String> mentioned() {
        return Set.copyOf(mentioned);
    }

    /** The function as a step of a path. */
    PathStep step(Function function) {
        return new PathStep.FunctionNamed(owner, function.name());
    }

    List<Mismatch> compare(Function wanted, Function offered) {
        List<Mismatch> found = new ArrayList<>();
        if (wanted.async() != offered.async()) {
            found.add(new Mismatch(List.of(), color(wanted), color(offered)));
        }
        int shared = Math.min(wanted.params().size(), offered.params().size());
        for (int i = 0; i < shared; i++) {
            Function.Param a = wanted.params().get(i);
            Function.Param b = offered.params().get(i);
            if (!a.name().equals(b.name())) {
                found.add(new Mismatch(List.of(new PathStep.Param(a.name())), "the name " + a.name(), b.name()));
            }
            add(found, new PathStep.Param(a.name()), compare(a.type(), b.type()));
        }
        wanted.params().stream().skip(shared).forEach(p -> {
            mention(p.type());
            found.add(
                    new Mismatch(List.of(new PathStep.Param(p.name())), TypePrinter.print(p.type()), Mismatch.NOTHING));
        });
        offered.params().stream()
                .skip(shared)
                .forEach(p -> found.add(new Mismatch(
                        List.of(new PathStep.Param(p.name())), Mismatch.NOTHING, TypePrinter.print(p.type()))));
        add(found, PathStep.Part.RESULT, compare(wanted.result(), offered.result()));
        return found.stream().map(m -> m.within(step(wanted))).toList();
    }

    private static String color(Function function) {
        return function.async() ? "an async func" : "a func that is not async";
    }

    /** Two definitions of the same name. */
    List<Mismatch> compare(TypeDef wanted, TypeDef offered) {
        List<Mismatch> found;
        if (wanted.resource().isPresent() != offered.resource().isPresent()) {
            found = List.of(new Mismatch(List.of(), word(wanted), word(offered)));
        } else if (wanted.resource().isPresent()) {
            // Resources are what their name stands for on each side.
            found = List.of();
        } else {
            found = definitions(wanted, offered);
        }
        return found.stream()
                .map(m -> isMemberOf(wanted, m) ? m : m.within(new PathStep.TypeNamed(wanted.name())))
                .toList();
    }

    /** Whether the path names the definition already: {@code quote.base-price}. */
    private static boolean isMemberOf(TypeDef def, Mismatch mismatch) {
        return !mismatch.path().isEmpty()
                && mismatch.path().getFirst() instanceof PathStep.Member member
                && member.type().equals(def.name());
    }

    private List<Mismatch> compare(Optional<Type> wanted, Optional<Type> offered) {
        if (wanted.isPresent() && offered.isPresent()) {
            return compare(wanted.get(), offered.get());
        }
        wanted.ifPresent(this::mention);
        return wanted.isEmpty() && offered.isEmpty() ? List.of() : List.of(differ(wanted, offered));
    }

    private static Mismatch differ(Optional<Type> wanted, Optional<Type> offered) {
        return new Mismatch(
                List.of(),
                wanted.map(TypeComparison::word).orElse(Mismatch.NOTHING),
                offered.map(TypeComparison::word).orElse(Mismatch.NOTHING));
    }

    private List<Mismatch> compare(Type wanted, Type offered) {
        if (wanted instanceof Type.Primitive || offered instanceof Type.Primitive) {
            Type a = wantedTarget(wanted);
            Type b = target(offered);
            return a == b ? List.of() : List.of(differ(Optional.of(a), Optional.of(b)));
        }
        return once(wanted, offered, () -> different(wanted, offered));
    }

    private List<Mismatch> once(Object wanted, Object offered, java.util.function.Supplier<List<Mismatch>> step) {
        IdentityHashMap<Object, List<Mismatch>> row = done.computeIfAbsent(wanted, key -> new IdentityHashMap<>());
        List<Mismatch> known = row.get(offered);
        if (known == null) {
            known = step.get().stream().limit(MAX_PER_PAIR).toList();
            row.put(offered, known);
        }
        return known;
    }

    /** Aliases followed. */
    private static Type target(Type type) {
        Type at = type;
        while (at instanceof Type.Named named && named.def().kind() instanceof TypeDef.Kind.Alias alias) {
            at = alias.target();
        }
        return at;
    }

    /** Aliases followed, each of which the wanted side mentions. */
    private Type wantedTarget(Type type) {
        Type at = type;
        mention(at);
        while (at instanceof Type.Named named && named.def().kind() instanceof TypeDef.Kind.Alias alias) {
            at = alias.target();
            mention(at);
        }
        return at;
    }

    private List<Mismatch> different(Type wanted, Type offered) {
        Type a = wantedTarget(wanted);
        Type b = target(offered);
        if (a != wanted || b != offered) {
            return compare(a, b);
        }
        List<Mismatch> found = new ArrayList<>();
        boolean alike =
                switch (a) {
                    case Type.Primitive ignored -> a == b;
                    case Type.ListOf x
                    when b instanceof Type.ListOf y ->
                        add(found, PathStep.Part.LIST, compare(x.element(), y.element()));
                    case Type.FixedLengthListOf x
                    when b instanceof Type.FixedLengthListOf y ->
                        x.length() == y.length() && add(found, PathStep.Part.LIST, compare(x.element(), y.element()));
                    case Type.MapOf x
                    when b instanceof Type.MapOf y ->
                        add(found, PathStep.Part.MAP_KEY, compare(x.key(), y.key()))
                                && add(found, PathStep.Part.MAP_VALUE, compare(x.value(), y.value()));
                    case Type.OptionOf x
                    when b instanceof Type.OptionOf y -> add(found, PathStep.Part.OPTION, compare(x.some(), y.some()));
                    case Type.ResultOf x
                    when b instanceof Type.ResultOf y ->
                        add(found, PathStep.Part.OK, compare(x.ok(), y.ok()))
                                && add(found, PathStep.Part.ERR, compare(x.err(), y.err()));
                    case Type.TupleOf x when b instanceof Type.TupleOf y -> tuples(x, y, found);
                    case Type.FutureOf x
                    when b instanceof Type.FutureOf y ->
                        add(found, PathStep.Part.FUTURE, compare(x.element(), y.element()));
                    case Type.StreamOf x
                    when b instanceof Type.StreamOf y ->
                        add(found, PathStep.Part.STREAM, compare(x.element(), y.element()));
                    case Type.Own x when b instanceof Type.Own y -> sameResource(x.resource(), y.resource());
                    case Type.Borrow x when b instanceof Type.Borrow y -> sameResource(x.resource(), y.resource());
                    case Type.Named x when b instanceof Type.Named y -> add(found, definitions(x.def(), y.def()));
                    default -> false;
                };
        return alike ? found : List.of(differ(Optional.of(a), Optional.of(b)));
    }

    /** Adds differences further in; the shapes themselves are alike. */
    private static boolean add(List<Mismatch> to, PathStep step, List<Mismatch> inner) {
        inner.forEach(m -> to.add(m.within(step)));
        return true;
    }

    private static boolean add(List<Mismatch> to, List<Mismatch> inner) {
        to.addAll(inner);
        return true;
    }

    private boolean tuples(Type.TupleOf a, Type.TupleOf b, List<Mismatch> found) {
        if (a.elements().size() != b.elements().size()) {
            return false;
        }
        for (int i = 0; i < a.elements().size(); i++) {
            add(
                    found,
                    new PathStep.TupleElement(i + 1),
                    compare(a.elements().get(i), b.elements().get(i)));
        }
        return true;
    }

    /** The same name in the two interfaces compared, or in two interfaces of one name. */
    private boolean sameResource(TypeDef a, TypeDef b) {
        TypeDef x = a.resource().orElse(a);
        TypeDef y = b.resource().orElse(b);
        boolean ownX = isOwn(x, wantedOwn);
        boolean ownY = isOwn(y, offeredOwn);
        if (ownX || ownY) {
            return ownX && ownY && x.name().equals(y.name());
        }
        return x.name().equals(y.name()) && owner(x.owner()).equals(owner(y.owner()));
    }

    private static boolean isOwn(TypeDef def, Map<String, TypeDef> own) {
        TypeDef known = own.get(def.name());
        return known != null
                && known.kind() instanceof TypeDef.Kind.ResourceType
                && known.owner().equals(def.owner());
    }

    private static String owner(TypeDef.Owner owner) {
        return switch (owner) {
            case TypeDef.Owner.OfInterface i -> i.name().unversioned();
            // A world's own name says nothing: that of a binary is always the same.
            case TypeDef.Owner.OfWorld ignored -> "";
            case TypeDef.Owner.Inline inline -> inline.key();
        };
    }

    private List<Mismatch> definitions(TypeDef wanted, TypeDef offered) {
        mention(wanted);
        return once(wanted, offered, () -> different(wanted, offered));
    }

    private List<Mismatch> different(TypeDef wanted, TypeDef offered) {
        if (wanted.kind() instanceof TypeDef.Kind.Alias || offered.kind() instanceof TypeDef.Kind.Alias) {
            return compare(aliased(wanted), aliased(offered));
        }
        return switch (wanted.kind()) {
            case TypeDef.Kind.RecordType a
            when offered.kind() instanceof TypeDef.Kind.RecordType b -> parts("field", wanted, fields(a), fields(b));
            case TypeDef.Kind.VariantType a
            when offered.kind() instanceof TypeDef.Kind.VariantType b -> parts("case", wanted, cases(a), cases(b));
            case TypeDef.Kind.EnumType a
            when offered.kind() instanceof TypeDef.Kind.EnumType b ->
                parts("case", wanted, labels(a.cases()), labels(b.cases()));
            case TypeDef.Kind.FlagsType a
            when offered.kind() instanceof TypeDef.Kind.FlagsType b ->
                parts("flag", wanted, labels(a.flags()), labels(b.flags()));
            default -> List.of(new Mismatch(List.of(), word(wanted), word(offered)));
        };
    }

    private static Type aliased(TypeDef def) {
        return def.kind() instanceof TypeDef.Kind.Alias alias ? alias.target() : new Type.Named(def);
    }

    private static Map<String, Optional<Type>> fields(TypeDef.Kind.RecordType type) {
        Map<String, Optional<Type>> parts = new LinkedHashMap<>();
        type.fields().forEach(field -> parts.put(field.name(), Optional.of(field.type())));
        return parts;
    }

    private static Map<String, Optional<Type>> cases(TypeDef.Kind.VariantType type) {
        Map<String, Optional<Type>> parts = new LinkedHashMap<>();
        type.cases().forEach(c -> parts.put(c.name(), c.payload()));
        return parts;
    }

    private static Map<String, Optional<Type>> labels(List<TypeDef.Label> labels) {
        Map<String, Optional<Type>> parts = new LinkedHashMap<>();
        labels.forEach(label -> parts.put(label.name(), Optional.empty()));
        return parts;
    }

    /** Parts by name; their order counts too. */
    private List<Mismatch> parts(
            String word, TypeDef def, Map<String, Optional<Type>> wanted, Map<String, Optional<Type>> offered) {
        List<Mismatch> found = new ArrayList<>();
        wanted.forEach((name, type) -> {
            Optional<Type> other = offered.get(name);
            if (other == null) {
                type.ifPresent(this::mention);
                found.add(new Mismatch(
                        List.of(new PathStep.Member(def.name(), name)), part(word, type), Mismatch.NOTHING));
            } else {
                add(found, new PathStep.Member(def.name(), name), compare(type, other));
            }
        });
        offered.forEach((name, type) -> {
            if (!wanted.containsKey(name)) {
                found.add(new Mismatch(
                        List.of(new PathStep.Member(def.name(), name)), Mismatch.NOTHING, part(word, type)));
            }
        });
        if (found.isEmpty() && !List.copyOf(wanted.keySet()).equals(List.copyOf(offered.keySet()))) {
            found.add(new Mismatch(List.of(), order(wanted.keySet()), order(offered.keySet())));
        }
        return found;
    }

    private static String part(String word, Optional<Type> type) {
        return type.map(TypePrinter::print).orElse("this " + word);
    }

    private static String order(Collection<String> names) {
        String all = String.join(", ", names);
        return "the order " + (all.length() > 200 ? all.substring(0, 197) + "..." : all);
    }

    private void mention(Type type) {
        switch (type) {
            case Type.Named named -> mention(named.def());
            case Type.Own own -> mention(own.resource());
            case Type.Borrow borrow -> mention(borrow.resource());
            default -> {
                // Parts of it are met when they are compared.
            }
        }
    }

    private void mention(TypeDef def) {
        TypeDef own = wantedOwn.get(def.name());
        if (own != null && own.owner().equals(def.owner())) {
            mentioned.add(def.name());
        }
    }

    /** A definition in a word or two: what stands against what. */
    static String word(TypeDef def) {
        return switch (def.kind()) {
            case TypeDef.Kind.RecordType ignored -> "record " + def.name();
            case TypeDef.Kind.VariantType ignored -> "variant " + def.name();
            case TypeDef.Kind.EnumType ignored -> "enum " + def.name();
            case TypeDef.Kind.FlagsType ignored -> "flags " + def.name();
            case TypeDef.Kind.ResourceType ignored -> "resource " + def.name();
            case TypeDef.Kind.ResourceAlias ignored -> "resource " + def.name();
            case TypeDef.Kind.Alias alias -> word(alias.target());
        };
    }

    private static String word(Type type) {
        return type instanceof Type.Named named ? word(named.def()) : TypePrinter.print(type);
    }
}
