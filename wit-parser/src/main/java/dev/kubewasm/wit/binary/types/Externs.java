package dev.kubewasm.wit.binary.types;

import dev.kubewasm.wit.binary.ExternDesc;
import dev.kubewasm.wit.binary.Proposal;
import dev.kubewasm.wit.binary.Sort;
import dev.kubewasm.wit.binary.types.TypeNode.ComponentNode;
import dev.kubewasm.wit.binary.types.TypeNode.FuncNode;
import dev.kubewasm.wit.binary.types.TypeNode.InstanceNode;
import dev.kubewasm.wit.binary.types.TypeNode.ResourceNode;
import java.util.List;

/** Turns the type of an import or export, as the binary gives it, into what it brings into a scope. */
final class Externs {
    private Externs() {}

    /** What comes into scope, and the resources that come with it. */
    record Opened(Entity item, List<ResourceBinding> bindings) {
        static Opened plain(Entity item) {
            return new Opened(item, List.of());
        }
    }

    /**
     * What an import or export of type {@code desc} is in {@code scope}: type names and abstract resources are new.
     *
     * @param origin how messages speak of it
     */
    static Opened open(ExternDesc desc, Scope scope, String origin) {
        Validation validation = scope.validation;
        return switch (desc) {
            case ExternDesc.Module m -> {
                if (!(scope.get(scope.coreTypes, Sort.CORE_TYPE, m.coreType()) instanceof Scope.CoreType.Module type)) {
                    throw validation.error("core type %d is no module type".formatted(m.coreType()));
                }
                yield Opened.plain(new Entity.Module(type.type()));
            }
            case ExternDesc.Func f -> {
                if (!(scope.type(f.type()) instanceof FuncNode type)) {
                    throw validation.error("type %d is no function type".formatted(f.type()));
                }
                yield Opened.plain(new Entity.Func(type));
            }
            case ExternDesc.Component c -> {
                if (!(scope.type(c.type()) instanceof ComponentNode type)) {
                    throw validation.error("type %d is no component type".formatted(c.type()));
                }
                yield Opened.plain(new Entity.Component(type));
            }
            case ExternDesc.Instance i -> {
                if (!(scope.type(i.type()) instanceof InstanceNode type)) {
                    throw validation.error("type %d is no instance type".formatted(i.type()));
                }
                yield instance(type, validation, origin);
            }
            case ExternDesc.TypeEqual t ->
                Opened.plain(new Entity.OfType(scope.type(t.type()).named()));
            case ExternDesc.SubResource s -> {
                ResourceRef resource = new ResourceRef(origin, List.of());
                yield new Opened(
                        new Entity.OfType(new ResourceNode(resource, null)),
                        List.of(new ResourceBinding(resource, List.of())));
            }
            case ExternDesc.ValueOf v -> {
                validation.require(Proposal.CM_VALUES, "a value");
                yield Opened.plain(new Entity.Value(new TypeBuilder(scope).use(v.type())));
            }
        };
    }

    private static Opened instance(InstanceNode type, Validation validation, String origin) {
        Remap remap = new Remap(validation);
        List<ResourceBinding> bindings = remap.renew(type.bound(), origin);
        remap.freshen(type.exports());
        return new Opened(
                new Entity.Instance(new InstanceNode(remap.map(type.exports()), List.of(), type.attributes(), null)),
                bindings);
    }
}
