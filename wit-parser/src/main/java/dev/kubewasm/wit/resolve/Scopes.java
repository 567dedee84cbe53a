package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.ast.Id;
import dev.kubewasm.wit.ast.UsePath;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.Type;
import dev.kubewasm.wit.model.TypeDef;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What resolving shares: the items there are, the scope of types of each interface, the limits, the diagnostics. */
final class Scopes {
    /**
     * Most imports and exports of all worlds together. Text of a size can say worlds of its square: each includes the one
     * before, or imports the end of a long chain.
     */
    static final int MAX_WORLD_ITEMS = 250_000;

    private final ItemTable table;
    private final Gates gates;
    private final DiagnosticBag diagnostics;
    private final Measures measures = new Measures();
    private final Map<InterfaceName, TypeScope> interfaces = new HashMap<>();
    private int depth;
    private long worldItems;
    /** By identity: comparing interfaces would walk them in full. */
    private final IdentityHashMap<Interface, List<InterfaceName>> uses = new IdentityHashMap<>();

    private int gatedOff;

    Scopes(ItemTable table, Gates gates, DiagnosticBag diagnostics) {
        this.table = table;
        this.gates = gates;
        this.diagnostics = diagnostics;
    }

    ItemTable table() {
        return table;
    }

    Gates gates() {
        return gates;
    }

    DiagnosticBag diagnostics() {
        return diagnostics;
    }

    /** The types of an interface; the same object each time. */
    TypeScope of(Item.OfInterface item) {
        TypeScope scope = interfaces.get(item.name());
        if (scope == null) {
            scope = new TypeScope(
                    this,
                    new TypeDef.Owner.OfInterface(item.name()),
                    item.name().pkg(),
                    item.unit());
            interfaces.put(item.name(), scope);
            scope.declareMembers(item.decl().members());
        }
        return scope;
    }

    /** The interface that {@code path} names; anything else, or one whose feature is off, is reported. */
    Optional<Item.OfInterface> findInterface(UsePath path, UnresolvedPackage.Unit unit, PackageName pkg) {
        return table.find(path, unit, pkg).flatMap(item -> switch (item) {
            case Item.OfInterface found -> enabled(found, path.span()) ? Optional.of(found) : Optional.empty();
            case Item.OfWorld world -> {
                notAnInterface(world, path);
                yield Optional.empty();
            }
        });
    }

    /** Reports that {@code path} names a world. */
    void notAnInterface(Item.OfWorld world, UsePath path) {
        diagnostics.error(
                DiagnosticCode.WRONG_KIND,
                path.id().span(),
                "`" + world.id().name() + "` is a world, an interface is needed here");
    }

    /** Reports that {@code path} names an interface. */
    void notAWorld(Item.OfInterface type, UsePath path) {
        diagnostics.error(
                DiagnosticCode.WRONG_KIND,
                path.id().span(),
                "`" + type.id().name() + "` is an interface, a world is needed here");
    }

    /** Whether {@code item} is kept; if not, the reference to it at {@code span} is reported. */
    boolean enabled(Item item, Span span) {
        boolean kept = gates.includes(
                item.attributes().stability(), item.name().pkg(), item.id().span());
        if (!kept) {
            notEnabled(span, item.word() + " `" + item.id().name() + "`");
        }
        return kept;
    }

    /**
     * Reports what is kept although the interface or resource around it is not: it must be gated like that ("Rules for
     * feature gate usage").
     */
    void keptInsideWhatIsNot(Id inner, String what) {
        diagnostics.error(
                DiagnosticCode.FEATURE_NOT_ENABLED,
                inner.span(),
                "`" + inner.name() + "` stands in " + what + " whose feature is not enabled, and is not gated itself",
                Optional.of("repeat the `@unstable` gate on it"));
    }

    /** Runs {@code step} on something gated off: it may refer to what is gated off too. */
    <T> Optional<T> gatedOff(Supplier<Optional<T>> step) {
        gatedOff++;
        try {
            return step.get();
        } finally {
            gatedOff--;
        }
    }

    /** Whether what is looked at is gated off. */
    boolean isGatedOff() {
        return gatedOff > 0;
    }

    /** Reports a reference to something whose feature is off, unless it comes from something that is off too. */
    void notEnabled(Span span, String what) {
        if (isGatedOff()) {
            return;
        }
        diagnostics.error(
                DiagnosticCode.FEATURE_NOT_ENABLED,
                span,
                what + " belongs to a feature that is not enabled",
                Optional.of("enable the feature, or gate what refers to it with the same `@unstable`"));
    }

    /** Whether {@code type} is small enough; if not, that is reported at {@code span}. */
    boolean fits(Type type, Span span) {
        return fits(measures.of(type), span);
    }

    /** Whether {@code def} is small enough; if not, that is reported at {@code span}. */
    boolean fits(TypeDef def, Span span) {
        return fits(measures.of(def), span);
    }

    private boolean fits(Measures.Measure measure, Span span) {
        if (measure.tooLarge()) {
            tooLarge(span);
        }
        return !measure.tooLarge();
    }

    /** {@link Interface#uses()}, found once: every world that imports the interface asks. */
    List<InterfaceName> uses(Interface type) {
        return uses.computeIfAbsent(type, Interface::uses);
    }

    /** Counts what a world comes to; once all are too large together, that is reported. */
    void countWorld(int items, Id world) {
        boolean before = worldsTooLarge();
        worldItems += items;
        if (worldsTooLarge() && !before) {
            diagnostics.error(
                    DiagnosticCode.INPUT_TOO_LARGE,
                    world.span(),
                    "with world `" + world.name() + "` all worlds together come to more than " + MAX_WORLD_ITEMS
                            + " imports and exports, those of includes and those that others need counted");
        }
    }

    /** Whether the worlds so far are over the limit. */
    boolean worldsTooLarge() {
        return worldItems > MAX_WORLD_ITEMS;
    }

    /** Whether a borrowed handle occurs in {@code type}. */
    boolean borrows(Type type) {
        return measures.of(type).borrows();
    }

    /** Runs {@code step} one level deeper, or reports that this is too deep. */
    <T> Optional<T> deeper(Span span, Supplier<Optional<T>> step) {
        if (depth >= Measures.MAX_DEPTH) {
            tooLarge(span);
            return Optional.empty();
        }
        depth++;
        try {
            return step.get();
        } finally {
            depth--;
        }
    }

    private void tooLarge(Span span) {
        diagnostics.error(
                DiagnosticCode.TYPE_TOO_LARGE,
                span,
                "this type is too large: written out in full, types may have " + Measures.MAX_SIZE
                        + " parts and be nested " + Measures.MAX_DEPTH + " deep");
    }
}
