package dev.kubewasm.wit.binary.types;

import dev.kubewasm.wit.binary.ExternName;
import dev.kubewasm.wit.binary.Proposal;
import dev.kubewasm.wit.binary.types.TypeNode.FuncNode;
import dev.kubewasm.wit.binary.types.TypeNode.ResourceNode;
import dev.kubewasm.wit.binary.types.TypeNode.ValueNode;
import dev.kubewasm.wit.model.SemVer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names of the imports, or of the exports, of one scope: their syntax, that they are strongly unique, and what
 * annotations and attributes demand of the type (Binary.md, import and export definitions).
 */
final class NameTable {
    private final Validation validation;
    private final String what;
    private final boolean scope;
    private final Map<String, String> taken = new HashMap<>();
    private final Map<String, ResourceRef> resources = new HashMap<>();

    NameTable(Validation validation, String what) {
        this(validation, what, true);
    }

    private NameTable(Validation validation, String what, boolean scope) {
        this.validation = validation;
        this.what = what;
        this.scope = scope;
    }

    /** The names of an instance made of definitions. It is no scope: no resource gets its name here. */
    static NameTable ofInstance(Validation validation) {
        return new NameTable(validation, "export", false);
    }

    /** Takes a name for {@code item}, or fails saying what is wrong with it. */
    void add(ExternName name, Entity item) {
        ExternNames.Parsed parsed = ExternNames.parse(name.name())
                .orElseThrow(() -> validation.error("%s name `%s` is not valid".formatted(what, name.name())));
        String before = taken.putIfAbsent(ExternNames.uniqueKey(parsed), name.name());
        if (before != null) {
            throw validation.error(
                    "%s name `%s` conflicts with previous name `%s`".formatted(what, name.name(), before));
        }
        attributes(name, parsed, item);
        switch (parsed) {
            case ExternNames.Parsed.Label l -> {
                if (scope && item instanceof Entity.OfType(ResourceNode resource)) {
                    resources.put(l.label(), resource.resource());
                }
            }
            case ExternNames.Parsed.Constructor c -> constructor(name, resource(name, c.resource()), item);
            case ExternNames.Parsed.Method m -> method(name, resource(name, m.resource()), item);
            case ExternNames.Parsed.Static s -> {
                resource(name, s.resource());
                function(name, item);
            }
            case ExternNames.Parsed.Interface i -> {}
        }
    }

    private ResourceRef resource(ExternName name, String label) {
        ResourceRef resource = resources.get(label);
        if (resource == null) {
            throw validation.error(
                    "%s name `%s`: no resource `%s` is %sed before it".formatted(what, name.name(), label, what));
        }
        return resource;
    }

    private FuncNode function(ExternName name, Entity item) {
        if (!(item instanceof Entity.Func(FuncNode function))) {
            throw validation.error("%s name `%s` is for functions, found %s".formatted(what, name.name(), item.kind()));
        }
        return function;
    }

    private void constructor(ExternName name, ResourceRef resource, Entity item) {
        FuncNode function = function(name, item);
        if (function.async()) {
            throw validation.error("%s name `%s`: a constructor can't be async".formatted(what, name.name()));
        }
        Optional<ValueNode> made = function.result();
        if (made.isPresent() && made.get().shape() instanceof Shape.Result r) {
            made = r.ok();
        }
        boolean good = made.isPresent()
                && made.get().shape() instanceof Shape.Handle h
                && !h.borrow()
                && h.resource().resource() == resource;
        if (!good) {
            throw validation.error(
                    "%s name `%s`: a constructor returns an own handle of its resource, or a result of one"
                            .formatted(what, name.name()));
        }
    }

    private void method(ExternName name, ResourceRef resource, Entity item) {
        FuncNode function = function(name, item);
        boolean good = !function.params().isEmpty()
                && function.params().getFirst().name().equals("self")
                && function.params().getFirst().type().shape() instanceof Shape.Handle h
                && h.borrow()
                && h.resource().resource() == resource;
        if (!good) {
            throw validation.error("%s name `%s`: a method's first parameter is `self`, a borrow of its resource"
                    .formatted(what, name.name()));
        }
    }

    private void interfaceName(ExternNames.Parsed.Interface name) {
        if (name.nested()) {
            validation.require(Proposal.CM_NESTED_NAMES, "nested name `%s`".formatted(name.name()));
        }
        if (name.version().filter(v -> SemVer.parse(v).isEmpty()).isPresent()) {
            validation.require(Proposal.CM_CANON_NAMES, "the version of `%s`".formatted(name.name()));
        }
    }

    private void attributes(ExternName name, ExternNames.Parsed parsed, Entity item) {
        if (parsed instanceof ExternNames.Parsed.Interface i) {
            interfaceName(i);
        }
        name.externalId().ifPresent(id -> validation.require(Proposal.CM_IMPLEMENTS, "an external id"));
        name.implementsInterface().ifPresent(target -> {
            validation.require(Proposal.CM_IMPLEMENTS, "an implemented interface");
            boolean interfaceName = ExternNames.parse(target).orElse(null) instanceof ExternNames.Parsed.Interface;
            if (!interfaceName) {
                throw validation.error("%s name `%s`: implements `%s`, which is no interface name"
                        .formatted(what, name.name(), target));
            }
            if (!(parsed instanceof ExternNames.Parsed.Label) || !(item instanceof Entity.Instance)) {
                throw validation.error("%s name `%s`: only plainly named instances can implement an interface"
                        .formatted(what, name.name()));
            }
        });
        name.versionSuffix().ifPresent(suffix -> {
            validation.require(Proposal.CM_CANON_NAMES, "a version suffix");
            boolean good = parsed instanceof ExternNames.Parsed.Interface i
                    && i.version()
                            .filter(v -> ExternNames.isCanonicalVersion(v)
                                    && SemVer.parse(v + suffix).isPresent())
                            .isPresent();
            if (!good) {
                throw validation.error("%s name `%s`: version suffix `%s` doesn't complete its version"
                        .formatted(what, name.name(), suffix));
            }
        });
    }
}
