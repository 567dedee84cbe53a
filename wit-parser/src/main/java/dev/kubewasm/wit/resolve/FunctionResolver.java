package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.ast.FuncSignature;
import dev.kubewasm.wit.ast.Id;
import dev.kubewasm.wit.ast.InterfaceMember;
import dev.kubewasm.wit.ast.TypeBody;
import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.Function;
import dev.kubewasm.wit.model.Type;
import dev.kubewasm.wit.model.TypeDef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Functions, those of resources with the names that the Component Model gives them. */
final class FunctionResolver {
    private final Scopes scopes;
    private final TypeScope scope;

    FunctionResolver(Scopes scopes, TypeScope scope) {
        this.scopes = scopes;
        this.scope = scope;
    }

    /** A function of its own. */
    Optional<Function> function(Id id, FuncSignature signature, Attributes attributes) {
        return build(
                id.name(),
                id.span(),
                new Function.FunctionKind.Freestanding(),
                new ArrayList<>(),
                signature,
                result(signature),
                attributes);
    }

    /** The functions written in the definition of {@code resource}, those kept. */
    List<Function> functions(TypeDef resource, InterfaceMember.TypeDecl decl) {
        List<Function> functions = new ArrayList<>();
        Map<String, Id> taken = new HashMap<>();
        for (TypeBody.ResourceFunc func : TypeScope.functions(decl)) {
            if (!unique(resource, taken, func)) {
                continue;
            }
            if (scope.kept(func.attributes(), func.id())) {
                method(resource, func).ifPresent(functions::add);
            } else {
                scopes.gatedOff(() -> method(resource, func));
            }
        }
        return functions;
    }

    private boolean unique(TypeDef resource, Map<String, Id> taken, TypeBody.ResourceFunc func) {
        boolean constructor = func.kind() == TypeBody.ResourceFunc.Kind.CONSTRUCTOR;
        if (!constructor && ItemTable.fold(func.id()).equals(resource.name().toLowerCase(Locale.ROOT))) {
            scopes.diagnostics()
                    .error(
                            DiagnosticCode.DUPLICATE_NAME,
                            func.id().span(),
                            "function `" + func.id().name() + "` has the name of its resource",
                            Optional.of("only the constructor goes by the name of the resource"));
            return false;
        }
        // `constructor` is a keyword, `%constructor` a name like any other.
        Id earlier = taken.putIfAbsent(constructor ? "[constructor]" : ItemTable.fold(func.id()), func.id());
        if (earlier != null) {
            scopes.diagnostics()
                    .add(Diagnostic.error(
                                    DiagnosticCode.DUPLICATE_NAME,
                                    func.id().span(),
                                    constructor
                                            ? "a resource has one constructor"
                                            : "function `" + func.id().name() + "` is defined more than once")
                            .withRelated(earlier.span(), "defined here already"));
        }
        return earlier == null;
    }

    private Optional<Function> method(TypeDef resource, TypeBody.ResourceFunc func) {
        String name = resource.name() + "." + func.id().name();
        FuncSignature signature = func.signature();
        Span span = func.id().span();
        List<Function.Param> params = new ArrayList<>();
        return switch (func.kind()) {
            case METHOD -> {
                params.add(new Function.Param("self", new Type.Borrow(resource)));
                yield build(
                        "[method]" + name,
                        span,
                        new Function.FunctionKind.Method(resource),
                        params,
                        signature,
                        result(signature),
                        func.attributes());
            }
            case STATIC ->
                build(
                        "[static]" + name,
                        span,
                        new Function.FunctionKind.Static(resource),
                        params,
                        signature,
                        result(signature),
                        func.attributes());
            case CONSTRUCTOR ->
                build(
                        "[constructor]" + resource.name(),
                        span,
                        new Function.FunctionKind.Constructor(resource),
                        params,
                        signature,
                        constructed(resource, signature),
                        func.attributes());
        };
    }

    /** What a function returns, {@code type} empty for nothing; not {@code known} if something is wrong with it. */
    private record Returns(boolean known, Optional<Type> type) {}

    private Returns result(FuncSignature signature) {
        Optional<Type> type = signature.result().flatMap(scope.types()::type);
        return new Returns(type.isPresent() || signature.result().isEmpty(), type);
    }

    private Returns constructed(TypeDef resource, FuncSignature signature) {
        if (signature.result().isEmpty()) {
            return new Returns(true, Optional.of(new Type.Own(resource)));
        }
        Returns result = result(signature);
        boolean right = result.type.isEmpty()
                || (result.type.get() instanceof Type.ResultOf r
                        && r.ok().filter(ok -> ok.equals(new Type.Own(resource)))
                                .isPresent());
        if (!right) {
            scopes.diagnostics()
                    .error(
                            DiagnosticCode.INVALID_CONSTRUCTOR,
                            signature.result().get().span(),
                            "a constructor returns its resource, or a `result` whose first type is its resource",
                            Optional.of("write `-> result<" + resource.name() + ", ...>`, or leave the type out"));
        }
        return new Returns(right && result.known, result.type);
    }

    private Optional<Function> build(
            String name,
            Span span,
            Function.FunctionKind kind,
            List<Function.Param> params,
            FuncSignature signature,
            Returns result,
            Attributes attributes) {
        List<Id> names =
                signature.params().stream().map(FuncSignature.Param::id).toList();
        scope.types().unique("parameter", names);
        if (kind instanceof Function.FunctionKind.Method) {
            names.stream().filter(id -> ItemTable.fold(id).equals("self")).forEach(id -> scopes.diagnostics()
                    .error(
                            DiagnosticCode.DUPLICATE_NAME,
                            id.span(),
                            "a method has a parameter `self` already: the resource itself"));
        }
        boolean complete = result.known;
        for (FuncSignature.Param param : signature.params()) {
            Optional<Type> type = scope.types().type(param.type());
            type.ifPresent(t -> params.add(new Function.Param(param.id().name(), t)));
            complete &= type.isPresent();
        }
        if (!scopes.isGatedOff() && result.type.filter(scopes::borrows).isPresent()) {
            scopes.diagnostics()
                    .error(
                            DiagnosticCode.BORROW_IN_RESULT,
                            span,
                            "function `" + name + "` returns a type that contains a `borrow`",
                            Optional.of("a borrowed handle ends with the call; return the resource itself"));
        }
        scope.note(new Provenance.OfFunction(name, scopes.isGatedOff() ? types(params, result) : List.of()));
        return complete
                ? Optional.of(new Function(name, kind, signature.async(), params, result.type, attributes))
                : Optional.empty();
    }

    private static List<Type> types(List<Function.Param> params, Returns result) {
        return Stream.concat(params.stream().map(Function.Param::type), result.type.stream())
                .toList();
    }
}
