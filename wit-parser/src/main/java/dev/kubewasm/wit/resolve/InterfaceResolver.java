package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.ast.InterfaceMember;
import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.Function;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.TypeDef;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Interfaces, each resolved once. */
final class InterfaceResolver {
    private final Scopes scopes;
    private final Map<InterfaceName, Interface> known = new HashMap<>();

    InterfaceResolver(Scopes scopes) {
        this.scopes = scopes;
    }

    /** The interface that {@code item} declares. */
    Interface resolve(Item.OfInterface item) {
        Interface found = known.get(item.name());
        if (found == null) {
            found = build(Optional.of(item.name()), scopes.of(item), item.decl().members(), item.attributes());
            known.put(item.name(), found);
        }
        return found;
    }

    /** An interface written in a world. */
    Interface inline(TypeScope scope, List<InterfaceMember> members, Attributes attributes) {
        scope.declareMembers(members);
        return build(Optional.empty(), scope, members, attributes);
    }

    private Interface build(
            Optional<InterfaceName> name, TypeScope scope, List<InterfaceMember> members, Attributes attributes) {
        Map<String, TypeDef> types = new LinkedHashMap<>();
        scope.all().forEach(def -> types.put(def.name(), def));
        Map<String, Function> functions = new LinkedHashMap<>();
        FunctionResolver resolver = new FunctionResolver(scopes, scope);
        GatedOff gatedOff = new GatedOff(scopes, scope);
        for (InterfaceMember member : members) {
            switch (member) {
                case InterfaceMember.Use use -> {
                    // Its types are in the scope.
                    if (!scope.kept(use)) {
                        gatedOff.member(use);
                    }
                }
                case InterfaceMember.TypeDecl decl -> {
                    TypeDef def = types.get(decl.id().name());
                    if (def != null) {
                        resolver.functions(def, decl).forEach(f -> functions.putIfAbsent(f.name(), f));
                    } else if (!scope.kept(decl.attributes(), decl.id())) {
                        gatedOff.member(decl);
                    }
                }
                case InterfaceMember.Func func -> {
                    if (scope.kept(func.attributes(), func.id())) {
                        resolver.function(func.id(), func.signature(), func.attributes())
                                .ifPresent(f -> functions.putIfAbsent(f.name(), f));
                    } else {
                        gatedOff.member(func);
                    }
                }
            }
        }
        return new Interface(name, new LinkedHashMap<>(types), new LinkedHashMap<>(functions), attributes);
    }
}
