package dev.kubewasm.wit.compat;

import dev.kubewasm.wit.model.Function;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.TypeDef;
import dev.kubewasm.wit.model.World.WorldItem;
import dev.kubewasm.wit.print.FunctionPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The changes found so far between an old and a new side. */
final class Changes {
    private final List<Succession.Change> found = new ArrayList<>();

    Succession succession() {
        return new Succession(found);
    }

    void add(boolean breaking, List<PathStep> path, String before, String after) {
        found.add(new Succession.Change(breaking, path, before, after));
    }

    /** An interface or a world that is gone, which breaks those who name it, or new. */
    void whole(List<PathStep> path, boolean gone, String what) {
        add(gone, path, gone ? what : Mismatch.NOTHING, gone ? Mismatch.NOTHING : what);
    }

    /** {@code item} was there and is gone. */
    void removed(boolean breaking, List<PathStep> path, WorldItem item) {
        add(breaking, path, Compatibility.word(item), Mismatch.NOTHING);
    }

    /** {@code item} is new. */
    void added(boolean breaking, List<PathStep> path, WorldItem item) {
        add(breaking, path, Mismatch.NOTHING, Compatibility.word(item));
    }

    /** What it means that a whole function or type is gone, or new. A changed one always breaks. */
    enum Role {
        /** Others call it: what is gone breaks them. */
        OFFERED(true, false),
        /** Others implement it: what is new they don't have. */
        DEMANDED(true, true),
        /** It is used of something that others have as a whole. */
        USED(false, false);

        private final boolean lossBreaks;
        private final boolean additionBreaks;

        Role(boolean lossBreaks, boolean additionBreaks) {
            this.lossBreaks = lossBreaks;
            this.additionBreaks = additionBreaks;
        }
    }

    /** An interface that both sides have. */
    void interfaces(List<PathStep> path, Interface before, Interface after, Role role) {
        for (Mismatch m : Compatibility.differences(before, after, true)) {
            boolean gone = m.path().size() == 1 && m.found().equals(Mismatch.NOTHING);
            add(!gone || role.lossBreaks, below(path, m.path()), m.expected(), m.found());
        }
        for (TypeDef type : after.types().values()) {
            if (!before.types().containsKey(type.name())) {
                List<PathStep> step = List.of(new PathStep.TypeNamed(type.name()));
                add(role.additionBreaks, below(path, step), Mismatch.NOTHING, TypeComparison.word(type));
            }
        }
        TypeComparison names = new TypeComparison(before, after);
        for (Function function : after.functions().values()) {
            if (!before.functions().containsKey(function.name())) {
                List<PathStep> step = List.of(names.step(function));
                add(role.additionBreaks, below(path, step), Mismatch.NOTHING, FunctionPrinter.signature(function));
            }
        }
    }

    /** Functions, types or interfaces that go by one name on both sides. */
    void items(List<PathStep> path, WorldItem before, WorldItem after, Role role) {
        if (before instanceof WorldItem.OfInterface was && after instanceof WorldItem.OfInterface is) {
            interfaces(path, was.type(), is.type(), role);
            return;
        }
        Compatibility.items(before, after).forEach(m -> add(true, below(path, m.path()), m.expected(), m.found()));
    }

    /** A function that names its interface needs no step for that. */
    private static List<PathStep> below(List<PathStep> outer, List<PathStep> inner) {
        boolean named = !inner.isEmpty()
                && inner.getFirst() instanceof PathStep.FunctionNamed function
                && function.owner().isPresent()
                && !outer.isEmpty()
                && outer.getLast() instanceof PathStep.InterfaceNamed;
        return Stream.concat(outer.stream().limit(outer.size() - (named ? 1 : 0)), inner.stream())
                .toList();
    }
}
