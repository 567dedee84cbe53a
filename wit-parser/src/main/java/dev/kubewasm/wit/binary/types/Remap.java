package dev.kubewasm.wit.binary.types;

import dev.kubewasm.wit.binary.types.TypeNode.ComponentNode;
import dev.kubewasm.wit.binary.types.TypeNode.FuncNode;
import dev.kubewasm.wit.binary.types.TypeNode.InstanceNode;
import dev.kubewasm.wit.binary.types.TypeNode.ResourceNode;
import dev.kubewasm.wit.binary.types.TypeNode.ValueNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites types with resources and nodes replaced, as importing an instance and instantiating a component need it.
 * What isn't touched stays the same object. Nodes that an import or export made are made anew where asked for, so that
 * two instances of one type don't share names.
 */
final class Remap {
    private final Validation validation;
    private final Map<ResourceRef, ResourceRef> resources = new HashMap<>();
    private final Map<TypeNode, TypeNode> nodes = new HashMap<>();
    private final Set<TypeNode> fresh = new HashSet<>();

    Remap(Validation validation) {
        this.validation = validation;
    }

    /** Replaces a resource. */
    void put(ResourceRef from, ResourceRef to) {
        resources.put(from, to);
    }

    /** Replaces a node. */
    void put(TypeNode from, TypeNode to) {
        nodes.put(from, to);
    }

    /** What stands for {@code resource} now. */
    ResourceRef resource(ResourceRef resource) {
        return resources.getOrDefault(resource, resource);
    }

    /** Makes the types that {@code items} export anew, in nested instances too, unless they are replaced already. */
    void freshen(SequencedMap<String, Entity> items) {
        for (Entity item : items.values()) {
            if (item instanceof Entity.OfType(TypeNode type)) {
                fresh.add(type);
            } else if (item instanceof Entity.Instance(InstanceNode type)) {
                validation.step();
                freshen(type.exports());
            }
        }
    }

    /** Replaces each resource of {@code bindings} by a new one. */
    List<ResourceBinding> renew(List<ResourceBinding> bindings, String origin) {
        validation.steps(bindings.size());
        List<ResourceBinding> renewed = new ArrayList<>(bindings.size());
        for (ResourceBinding binding : bindings) {
            ResourceRef to = new ResourceRef(origin, binding.path());
            put(binding.resource(), to);
            renewed.add(new ResourceBinding(to, binding.path()));
        }
        return renewed;
    }

    List<ResourceBinding> bindings(List<ResourceBinding> bindings) {
        return bindings.stream()
                .map(b -> new ResourceBinding(resource(b.resource()), b.path()))
                .toList();
    }

    /** The same items if none changes, not a copy. */
    SequencedMap<String, Entity> map(SequencedMap<String, Entity> items) {
        validation.steps(1 + items.size());
        SequencedMap<String, Entity> mapped = new LinkedHashMap<>();
        items.forEach((name, item) -> mapped.put(name, map(item)));
        return mapped.equals(items) ? items : mapped;
    }

    Entity map(Entity item) {
        return switch (item) {
            case Entity.Module m -> m;
            case Entity.Func f -> new Entity.Func(map(f.type()));
            case Entity.Value v -> new Entity.Value(map(v.type()));
            case Entity.OfType t -> new Entity.OfType(map(t.type()));
            case Entity.Instance i -> new Entity.Instance(map(i.type()));
            case Entity.Component c -> new Entity.Component(map(c.type()));
        };
    }

    ValueNode map(ValueNode node) {
        return (ValueNode) map((TypeNode) node);
    }

    ResourceNode map(ResourceNode node) {
        return (ResourceNode) map((TypeNode) node);
    }

    FuncNode map(FuncNode node) {
        return (FuncNode) map((TypeNode) node);
    }

    InstanceNode map(InstanceNode node) {
        return (InstanceNode) map((TypeNode) node);
    }

    ComponentNode map(ComponentNode node) {
        return (ComponentNode) map((TypeNode) node);
    }

    TypeNode map(TypeNode node) {
        // Chains of names may be of any length: not by recursion.
        Deque<TypeNode> chain = new ArrayDeque<>();
        @Nullable TypeNode at = node;
        while (at != null && !nodes.containsKey(at)) {
            chain.push(at);
            at = at.alias();
        }
        @Nullable TypeNode mapped = at == null ? null : nodes.get(at);
        while (!chain.isEmpty()) {
            TypeNode next = chain.pop();
            mapped = rebuild(next, mapped);
            nodes.put(next, mapped);
        }
        return Objects.requireNonNull(mapped);
    }

    /** The node anew if anything in it changed. Parts are compared by identity, since nodes have no equality. */
    private TypeNode rebuild(TypeNode node, @Nullable TypeNode alias) {
        boolean same = alias == node.alias() && !fresh.contains(node);
        return switch (node) {
            case ValueNode v -> {
                validation.steps(1 + v.shape().parts().size());
                Shape mapped = v.shape().map(this::map, this::map);
                Shape shape = mapped.equals(v.shape()) ? v.shape() : mapped;
                yield same && shape == v.shape() ? v : new ValueNode(shape, (ValueNode) alias);
            }
            case ResourceNode r -> {
                validation.step();
                ResourceRef to = resource(r.resource());
                yield same && to == r.resource() ? r : new ResourceNode(to, (ResourceNode) alias);
            }
            case FuncNode f -> {
                validation.steps(1 + f.params().size());
                List<Shape.Field> params = f.params().stream()
                        .map(p -> new Shape.Field(p.name(), map(p.type())))
                        .toList();
                Optional<ValueNode> result = f.result().map(this::map);
                boolean sameParts = params.equals(f.params()) && result.equals(f.result());
                yield same && sameParts ? f : new FuncNode(f.async(), params, result, (FuncNode) alias);
            }
            case InstanceNode i -> {
                SequencedMap<String, Entity> exports = map(i.exports());
                yield same && exports == i.exports()
                        ? i
                        : new InstanceNode(exports, bindings(i.bound()), i.attributes(), (InstanceNode) alias);
            }
            case ComponentNode c -> {
                SequencedMap<String, Entity> imports = map(c.imports());
                SequencedMap<String, Entity> exports = map(c.exports());
                boolean sameParts = imports == c.imports() && exports == c.exports();
                yield same && sameParts
                        ? c
                        : new ComponentNode(
                                imports,
                                exports,
                                bindings(c.imported()),
                                bindings(c.defined()),
                                c.importAttributes(),
                                c.exportAttributes(),
                                (ComponentNode) alias);
            }
        };
    }
}
