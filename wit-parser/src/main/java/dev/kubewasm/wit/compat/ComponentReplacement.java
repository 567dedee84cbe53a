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
        imports(old.imports(), next.imports(), changes);
        exports(old.exports(), next.exports(), changes);
        return changes.succession();
    }

    private static void imports(Map<String, WorldItem> old, Map<String, WorldItem> next, Changes changes) {
        Counterparts before = new Counterparts(old, ComponentReplacement::track);
        Counterparts after = new Counterparts(next, ComponentReplacement::track);
        old.forEach((key, item) -> {
            if (after.of(key).isEmpty()) {
                changes.removed(false, List.of(new PathStep.Import(key)), item);
            }
        });
        next.forEach((key, item) -> {
            List<PathStep> path = List.of(new PathStep.Import(key));
            Optional<Map.Entry<String, WorldItem>> known = before.of(key);
            if (known.isEmpty()) {
                changes.added(true, path, item);
            } else if (serves(known.get().getKey(), key)) {
                changes.items(path, known.get().getValue(), item, Changes.Role.USED);
            } else {
                changes.add(true, path, known.get().getKey(), key);
            }
        });
    }

    private static void exports(Map<String, WorldItem> old, Map<String, WorldItem> next, Changes changes) {
        Counterparts before = new Counterparts(old, ComponentReplacement::track);
        Counterparts after = new Counterparts(next, ComponentReplacement::track);
        old.forEach((key, item) -> {
            List<PathStep> path = List.of(new PathStep.Export(key));
            Optional<Map.Entry<String, WorldItem>> offered = after.of(key);
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
        next.forEach((key, item) -> {
            if (before.of(key).isEmpty()) {
                changes.added(false, List.of(new PathStep.Export(key)), item);
            }
        });
    }

    /** What the versions of an interface that promise to be compatible have in common. */
    private static String track(InterfaceName name) {
        return name.unversioned()
                + name.pkg().version().map(version -> "@" + version.track()).orElse("");
    }

    private static boolean serves(String offered, String wanted) {
        return offered.equals(wanted)
                || InterfaceName.parse(offered)
                        .flatMap(o -> InterfaceName.parse(wanted).map(o::satisfies))
                        .orElse(false);
    }
}
