package dev.kubewasm.wit.compat;

import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A component in the place of another, compared import by import and export by export. */
final class ComponentReplacement {
    private ComponentReplacement() {}

    static Succession compare(World old, World next) {
        Changes changes = new Changes();
        imports(old, next, changes);
        exports(old, next, changes);
        return changes.succession();
    }

    private static void imports(World old, World next, Changes changes) {
        Counterparts before = new Counterparts(old.imports(), old.name().pkg());
        Counterparts after = new Counterparts(next.imports(), next.name().pkg());
        old.imports().forEach((key, item) -> {
            if (sameTrack(after.of(key, old.name().pkg()), key).isEmpty()) {
                changes.removed(false, List.of(new PathStep.Import(key)), item);
            }
        });
        next.imports().forEach((key, item) -> {
            List<PathStep> path = List.of(new PathStep.Import(key));
            Optional<Map.Entry<String, WorldItem>> known =
                    sameTrack(before.of(key, next.name().pkg()), key);
            if (known.isEmpty()) {
                changes.added(true, path, item);
            } else if (serves(known.get().getKey(), key)) {
                changes.items(path, known.get().getValue(), item, Changes.Role.USED);
            } else {
                changes.add(true, path, known.get().getKey(), key);
            }
        });
    }

    private static void exports(World old, World next, Changes changes) {
        Counterparts before = new Counterparts(old.exports(), old.name().pkg());
        Counterparts after = new Counterparts(next.exports(), next.name().pkg());
        old.exports().forEach((key, item) -> {
            List<PathStep> path = List.of(new PathStep.Export(key));
            Optional<Map.Entry<String, WorldItem>> offered =
                    sameTrack(after.of(key, old.name().pkg()), key);
            if (offered.isEmpty()) {
                changes.removed(true, path, item);
                return;
            }
            boolean serves = serves(offered.get().getKey(), key);
            if (!offered.get().getKey().equals(key)) {
                changes.add(!serves, path, key, offered.get().getKey());
            }
            if (serves) {
                changes.items(path, item, offered.get().getValue(), Changes.Role.OFFERED);
            }
        });
        next.exports().forEach((key, item) -> {
            if (sameTrack(before.of(key, next.name().pkg()), key).isEmpty()) {
                changes.added(false, List.of(new PathStep.Export(key)), item);
            }
        });
    }

    /** Of a component, another track is another interface: nobody says that it replaces the one before. */
    private static Optional<Map.Entry<String, WorldItem>> sameTrack(
            Optional<Map.Entry<String, WorldItem>> found, String key) {
        return found.filter(entry -> serves(entry.getKey(), key) || serves(key, entry.getKey()));
    }

    private static boolean serves(String offered, String wanted) {
        return offered.equals(wanted)
                || InterfaceName.parse(offered)
                        .flatMap(o -> InterfaceName.parse(wanted).map(o::satisfies))
                        .orElse(false);
    }
}
