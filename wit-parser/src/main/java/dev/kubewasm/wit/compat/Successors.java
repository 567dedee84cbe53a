package dev.kubewasm.wit.compat;

import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.WitPackage;
import dev.kubewasm.wit.model.World;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a new package, or a new component, may succeed an old one: what a registry asks before it takes a version.
 * Documentation and gates take no part: what a gate hides isn't there.
 */
public final class Successors {
    private Successors() {}

    /**
     * A new version of a package. Interfaces keep what they have, and may get more. A world is a contract between those
     * who implement it and those who run it: it may get more imports, which those who run it supply; it loses nothing,
     * and gets no more exports, which its implementations would have to have.
     */
    public static Succession ofPackages(WitPackage old, WitPackage next) {
        Changes changes = new Changes();
        for (String name : names(old.interfaces(), next.interfaces())) {
            List<PathStep> path = List.of(new PathStep.InterfaceNamed(name));
            Interface before = old.interfaces().get(name);
            Interface after = next.interfaces().get(name);
            if (before != null && after != null) {
                changes.interfaces(path, before, after, Changes.Role.OFFERED);
            } else {
                changes.whole(path, before != null, "an interface");
            }
        }
        for (String name : names(old.worlds(), next.worlds())) {
            PathStep step = new PathStep.WorldNamed(name);
            World before = old.worlds().get(name);
            World after = next.worlds().get(name);
            if (before != null && after != null) {
                new WorldContract(step, before, after, changes).compare();
            } else {
                changes.whole(List.of(step), before != null, "a world");
            }
        }
        return changes.succession();
    }

    private static Set<String> names(Map<String, ?> old, Map<String, ?> next) {
        Set<String> names = new LinkedHashSet<>(old.keySet());
        names.addAll(next.keySet());
        return names;
    }

    /**
     * A component that is to run where another one ran: it may need less and offer more. What it exports serves whoever
     * imported it of the old one; what it imports, whoever supplied the old one supplies too, so it may not be newer, or
     * other than before. A component imports of an interface what it uses: more of it is no other interface.
     */
    public static Succession ofComponents(World old, World next) {
        return ComponentReplacement.compare(old, next);
    }
}
