package dev.kubewasm.wit.binary.types;

import dev.kubewasm.wit.binary.types.TypeNode.ComponentNode;
import dev.kubewasm.wit.binary.types.TypeNode.FuncNode;
import dev.kubewasm.wit.binary.types.TypeNode.InstanceNode;
import dev.kubewasm.wit.binary.types.TypeNode.ResourceNode;
import dev.kubewasm.wit.binary.types.TypeNode.ValueNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/** Finds resources in types. */
final class Resources {
    private Resources() {}

    /** The first path to each resource type that {@code items} export, but for those in {@code known}. */
    static void exported(
            SequencedMap<String, Entity> items,
            List<String> path,
            Set<ResourceRef> known,
            List<ResourceBinding> found,
            Validation validation) {
        items.forEach((name, item) -> {
            validation.step();
            List<String> here = new ArrayList<>(path);
            here.add(name);
            switch (item) {
                case Entity.OfType(ResourceNode resource)
                when known.add(resource.resource()) -> found.add(new ResourceBinding(resource.resource(), here));
                case Entity.Instance(InstanceNode instance) ->
                    exported(instance.exports(), here, known, found, validation);
                default -> {}
            }
        });
    }

    /** Whether {@code type} refers to a resource other than those it binds itself. */
    static boolean refersToAny(TypeNode type, Validation validation) {
        Set<ResourceRef> free = new HashSet<>();
        collect(type, new HashSet<>(), free, validation);
        return !free.isEmpty();
    }

    /** The resources that the types of {@code items} refer to, other than those that they bind themselves. */
    static Set<ResourceRef> free(SequencedMap<String, Entity> items, Validation validation) {
        Set<ResourceRef> free = new HashSet<>();
        collect(items, new HashSet<>(), free, validation);
        return free;
    }

    /** The resources that the type of {@code item} refers to, likewise. */
    static Set<ResourceRef> free(Entity item, Validation validation) {
        Set<ResourceRef> free = new HashSet<>();
        collect(item, new HashSet<>(), free, validation);
        return free;
    }

    private static void collect(TypeNode type, Set<TypeNode> seen, Set<ResourceRef> free, Validation validation) {
        if (!seen.add(type)) {
            return;
        }
        validation.step();
        switch (type) {
            case ResourceNode r -> free.add(r.resource());
            case ValueNode v -> {
                v.shape().parts().forEach(p -> collect(p, seen, free, validation));
                if (v.shape() instanceof Shape.Handle h) {
                    free.add(h.resource().resource());
                }
            }
            case FuncNode f -> {
                f.params().forEach(p -> collect(p.type(), seen, free, validation));
                f.result().ifPresent(r -> collect(r, seen, free, validation));
            }
            case InstanceNode i -> {
                collect(i.exports(), seen, free, validation);
                i.bound().forEach(b -> free.remove(b.resource()));
            }
            case ComponentNode c -> {
                collect(c.imports(), seen, free, validation);
                collect(c.exports(), seen, free, validation);
                c.imported().forEach(b -> free.remove(b.resource()));
                c.defined().forEach(b -> free.remove(b.resource()));
            }
        }
    }

    private static void collect(
            SequencedMap<String, Entity> items, Set<TypeNode> seen, Set<ResourceRef> free, Validation validation) {
        items.values().forEach(item -> collect(item, seen, free, validation));
    }

    private static void collect(Entity item, Set<TypeNode> seen, Set<ResourceRef> free, Validation validation) {
        switch (item) {
            case Entity.Module m -> {}
            case Entity.Func f -> collect(f.type(), seen, free, validation);
            case Entity.Value v -> collect(v.type(), seen, free, validation);
            case Entity.OfType t -> collect(t.type(), seen, free, validation);
            case Entity.Instance i -> collect(i.type(), seen, free, validation);
            case Entity.Component c -> collect(c.type(), seen, free, validation);
        }
    }
}
