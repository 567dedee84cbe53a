package dev.kubewasm.wit.compat;

import dev.kubewasm.wit.model.Function;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.TypeDef;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.model.World.WorldItem;
import dev.kubewasm.wit.print.FunctionPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Structural compatibility. Types are equal when written out in full they read the same; names of records and the like
 * take no part in it. A resource equals the one of the same name on the other side.
 *
 * <p>Linear in the size of the two sides: types shared by many others are compared once.
 */
public final class Compatibility {
    /** Most differences reported of one interface or world; a reader needs the first few. */
    private static final int MAX_MISMATCHES = 100;

    private Compatibility() {}

    /**
     * Whether {@code exported} may serve an import of {@code imported}: every function imported is there with equal
     * parameters and result, every type imported is there and equal. The export may offer more.
     *
     * <p>A type that is imported but takes no part in any function imported may be missing in the export: binaries
     * leave out the types they do not need. Where an interface has no functions its types are what it is for, and each
     * must be there.
     */
    public static CompatibilityReport check(Interface imported, Interface exported) {
        return report(differences(imported, exported, imported.functions().isEmpty()));
    }

    /** As {@link #check(Interface, Interface)}; {@code everyType}: whether types that no function mentions count too. */
    static List<Mismatch> differences(Interface imported, Interface exported, boolean everyType) {
        TypeComparison types = new TypeComparison(imported, exported);
        List<Mismatch> mismatches = new ArrayList<>();
        for (Function wanted : imported.functions().values()) {
            Function offered = exported.functions().get(wanted.name());
            mismatches.addAll(
                    offered == null
                            ? List.of(new Mismatch(List.of(types.step(wanted)), signature(wanted), Mismatch.NOTHING))
                            : types.compare(wanted, offered));
        }
        Set<String> mentioned = types.mentioned();
        for (TypeDef wanted : imported.types().values()) {
            TypeDef offered = exported.types().get(wanted.name());
            if (offered != null) {
                types.compare(wanted, offered).stream()
                        .filter(m -> mismatches.stream().limit(MAX_MISMATCHES).noneMatch(told -> tells(told, m)))
                        .toList()
                        .forEach(mismatches::add);
            } else if (everyType || mentioned.contains(wanted.name())) {
                mismatches.add(new Mismatch(
                        List.of(new PathStep.TypeNamed(wanted.name())), TypeComparison.word(wanted), Mismatch.NOTHING));
            }
        }
        return mismatches;
    }

    /** Whether {@code told}, found on the way through a function, is the difference that {@code ofType} found at its type. */
    private static boolean tells(Mismatch told, Mismatch ofType) {
        boolean asWhole = ofType.path().getFirst() instanceof PathStep.TypeNamed;
        List<PathStep> inType =
                ofType.path().subList(asWhole ? 1 : 0, ofType.path().size());
        int outside = told.path().size() - inType.size();
        // A difference of the definition as a whole has nothing that would show where it was told.
        return !inType.isEmpty()
                && outside >= 0
                && told.path().subList(outside, told.path().size()).equals(inType)
                && told.expected().equals(ofType.expected())
                && told.found().equals(ofType.found());
    }

    /**
     * Whether the world that was declared for a component (in an annotation, say) is that of its binary: every import
     * of {@code actual} is declared and mentions nothing that the declaration has not, and every export declared is
     * there and serves as declared. The binary may import less (toolchains leave out what is not called) and export
     * more. Names are equal with their versions.
     */
    public static CompatibilityReport check(World declared, World actual) {
        List<Mismatch> mismatches = new ArrayList<>();
        actual.imports().forEach((name, used) -> {
            if (used instanceof WorldItem.OfType) {
                return;
            }
            WorldItem known = declared.imports().get(name);
            mismatches.addAll(
                    known == null
                            ? List.of(new Mismatch(
                                    List.of(new PathStep.Import(name)), missing(name, declared.imports()), word(used)))
                            : within(new PathStep.Import(name), items(used, known), true));
        });
        declared.exports().forEach((name, promised) -> {
            WorldItem kept = actual.exports().get(name);
            mismatches.addAll(
                    kept == null
                            ? List.of(new Mismatch(
                                    List.of(new PathStep.Export(name)),
                                    word(promised),
                                    missing(name, actual.exports())))
                            : within(new PathStep.Export(name), items(promised, kept), false));
        });
        return report(mismatches);
    }

    private static CompatibilityReport report(List<Mismatch> mismatches) {
        return new CompatibilityReport(
                mismatches.stream().distinct().limit(MAX_MISMATCHES).toList());
    }

    /** {@code wanted} served by {@code offered}. */
    static List<Mismatch> items(WorldItem wanted, WorldItem offered) {
        return switch (wanted) {
            case WorldItem.OfInterface i
            when offered instanceof WorldItem.OfInterface other ->
                check(i.type(), other.type()).mismatches();
            case WorldItem.OfFunction f
            when offered instanceof WorldItem.OfFunction other ->
                TypeComparison.ofWorlds().compare(f.type(), other.type()).stream()
                        .map(Compatibility::withoutFunction)
                        .toList();
            default -> List.of(new Mismatch(List.of(), word(wanted), word(offered)));
        };
    }

    /** The path begins with the import or export already, which is the function. */
    private static Mismatch withoutFunction(Mismatch mismatch) {
        return new Mismatch(mismatch.path().subList(1, mismatch.path().size()), mismatch.expected(), mismatch.found());
    }

    /**
     * The differences one level further out.
     *
     * @param swap whether the declared side was compared as the offered one: what is declared is what is expected
     */
    private static List<Mismatch> within(PathStep step, List<Mismatch> mismatches, boolean swap) {
        return mismatches.stream()
                .map(m -> swap ? m.swapped() : m)
                .map(m -> m.within(step))
                .toList();
    }

    /** What stands in place of the missing {@code name}: the same interface in another version, or nothing. */
    private static String missing(String name, Map<String, WorldItem> items) {
        Optional<InterfaceName> wanted = InterfaceName.parse(name);
        return items.keySet().stream()
                .filter(other -> wanted.isPresent()
                        && InterfaceName.parse(other)
                                .filter(o -> o.unversioned().equals(wanted.get().unversioned()))
                                .isPresent())
                .findFirst()
                .orElse(Mismatch.NOTHING);
    }

    /** An item in a word or two. */
    static String word(WorldItem item) {
        return switch (item) {
            case WorldItem.OfInterface ignored -> "an interface";
            case WorldItem.OfFunction function -> signature(function.type());
            case WorldItem.OfType type -> TypeComparison.word(type.type());
        };
    }

    private static String signature(Function function) {
        return FunctionPrinter.signature(function);
    }
}
