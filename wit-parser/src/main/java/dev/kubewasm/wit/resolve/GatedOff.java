package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.ast.InterfaceMember;
import dev.kubewasm.wit.ast.TypeBody;
import dev.kubewasm.wit.ast.UsePath;
import dev.kubewasm.wit.ast.WorldMember;
import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.TypeDef;
import java.util.List;
import java.util.Optional;

/**
 * What is gated off is left out of the result, but has to make sense: its names are looked up, and may be those of what
 * is gated off too. Run after the types of the scope are resolved.
 */
final class GatedOff {
    private final Scopes scopes;
    private final TypeScope scope;
    private final FunctionResolver functions;

    GatedOff(Scopes scopes, TypeScope scope) {
        this.scopes = scopes;
        this.scope = scope;
        this.functions = new FunctionResolver(scopes, scope);
    }

    /** Looks at an interface that is gated off as a whole. */
    void all(List<InterfaceMember> members) {
        members.forEach(this::member);
    }

    /** Looks at a world that is gated off as a whole. */
    void allOfWorld(List<WorldMember> members) {
        members.forEach(this::worldMember);
    }

    /** Looks at {@code member} of an interface. */
    void member(InterfaceMember member) {
        switch (member) {
            case InterfaceMember.Use use -> use(use);
            case InterfaceMember.TypeDecl decl -> type(decl);
            case InterfaceMember.Func func ->
                scopes.gatedOff(() -> functions.function(func.id(), func.signature(), func.attributes()));
        }
    }

    /** Looks at {@code member} of a world. */
    void worldMember(WorldMember member) {
        switch (member) {
            case InterfaceMember.Use use -> use(use);
            case InterfaceMember.TypeDecl decl -> type(decl);
            case WorldMember.Include include -> world(include.path());
            case WorldMember.Extern extern -> {
                switch (extern.kind()) {
                    case WorldMember.ExternKind.Path path -> path(path.path());
                    case WorldMember.ExternKind.NamedPath path -> path(path.path());
                    case WorldMember.ExternKind.Func func ->
                        scopes.gatedOff(() -> functions.function(func.id(), func.signature(), extern.attributes()));
                    case WorldMember.ExternKind.Inline inline -> inline(inline);
                }
            }
        }
    }

    private void inline(WorldMember.ExternKind.Inline inline) {
        TypeScope inner = new TypeScope(scopes, scope.owner(), scope.pkg(), scope.unit());
        inner.declareMembers(inline.members());
        scopes.gatedOff(() -> Optional.of(inner.all()));
        new GatedOff(scopes, inner).all(inline.members());
    }

    private void use(InterfaceMember.Use use) {
        path(use.path()).filter(ignored -> use.path() instanceof UsePath.Local).ifPresent(from -> use.names()
                .forEach(name -> scopes.of(from).requireName(name.id(), from.name())));
    }

    /** The interface that {@code path} names. */
    private Optional<Item.OfInterface> path(UsePath path) {
        return find(path).flatMap(item -> switch (item) {
            case Item.OfInterface found -> Optional.of(found);
            case Item.OfWorld world -> {
                scopes.notAnInterface(world, path);
                yield Optional.empty();
            }
        });
    }

    private void world(UsePath path) {
        find(path)
                .filter(Item.OfInterface.class::isInstance)
                .ifPresent(type -> scopes.notAWorld((Item.OfInterface) type, path));
    }

    /** An item of the package itself; another package has to be there, but what is in it may come with the feature. */
    private Optional<Item> find(UsePath path) {
        Optional<Item> found = scopes.table().findIfNeeded(path, scope.unit(), scope.pkg());
        return path instanceof UsePath.Local ? found : Optional.empty();
    }

    private void type(InterfaceMember.TypeDecl decl) {
        scopes.gatedOff(() -> scope.types().kind(decl.id(), decl.body()));
        if (decl.body() instanceof TypeBody.ResourceBody) {
            TypeDef resource =
                    new TypeDef(scope.owner(), decl.id().name(), new TypeDef.Kind.ResourceType(), Attributes.NONE);
            scopes.gatedOff(() -> Optional.of(functions.functions(resource, decl)));
        }
    }
}
