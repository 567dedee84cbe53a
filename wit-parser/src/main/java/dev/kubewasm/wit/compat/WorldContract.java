package dev.kubewasm.wit.compat;

import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Two versions of one world of a package, compared item by item. */
final class WorldContract {
    private final PathStep step;
    private final World before;
    private final World after;
    private final Changes changes;

    WorldContract(PathStep step, World before, World after, Changes changes) {
        this.step = step;
        this.before = before;
        this.after = after;
        this.changes = changes;
    }

    void compare() {
        side(PathStep.Import::new, World::imports, false);
        side(PathStep.Export::new, World::exports, true);
    }

    private void side(
            Function<String, PathStep> word, Function<World, Map<String, WorldItem>> items, boolean additionsBreak) {
        Map<String, WorldItem> old = items.apply(before);
        Map<String, WorldItem> next = items.apply(after);
        Counterparts inOld = new Counterparts(old, before.name().pkg());
        Counterparts inNext = new Counterparts(next, after.name().pkg());
        old.forEach((key, item) -> {
            List<PathStep> path = List.of(step, word.apply(key));
            Optional<Map.Entry<String, WorldItem>> other =
                    inNext.of(key, before.name().pkg());
            if (other.isEmpty()) {
                changes.removed(true, path, item);
            } else {
                kept(path, Map.entry(key, item), other.get(), additionsBreak);
            }
        });
        next.forEach((key, item) -> {
            if (inOld.of(key, after.name().pkg()).isEmpty()) {
                changes.added(additionsBreak, List.of(step, word.apply(key)), item);
            }
        });
    }

    private static boolean isOf(InterfaceName name, World world) {
        PackageName pkg = world.name().pkg();
        return name.pkg().equals(pkg);
    }

    private void kept(
            List<PathStep> path,
            Map.Entry<String, WorldItem> old,
            Map.Entry<String, WorldItem> next,
            boolean additionsBreak) {
        Optional<InterfaceName> name = InterfaceName.parse(old.getKey());
        if (name.isEmpty()) {
            changes.items(
                    path,
                    old.getValue(),
                    next.getValue(),
                    additionsBreak ? Changes.Role.DEMANDED : Changes.Role.OFFERED);
            return;
        }
        // What interfaces of the package itself hold is told where they stand.
        if (!isOf(name.get(), before) && !next.getKey().equals(old.getKey())) {
            // Of an export, those who implement the world have the version that the old one named.
            boolean serves = !additionsBreak
                    && InterfaceName.parse(next.getKey())
                            .filter(newer -> newer.satisfies(name.get()))
                            .isPresent();
            changes.add(!serves, path, old.getKey(), next.getKey());
        }
    }
}
