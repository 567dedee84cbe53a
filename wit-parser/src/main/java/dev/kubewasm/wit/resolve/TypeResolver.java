package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.ast.Id;
import dev.kubewasm.wit.ast.TypeBody;
import dev.kubewasm.wit.ast.TypeExpr;
import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.model.Type;
import dev.kubewasm.wit.model.TypeDef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Types as written to types as meant, in one scope. What is wrong is reported and gives an empty result. */
final class TypeResolver {
    /** Most flags of a flags type (Component Model, "Type Validation"). */
    private static final int MAX_FLAGS = 32;

    private final Scopes scopes;
    private final TypeScope scope;

    TypeResolver(Scopes scopes, TypeScope scope) {
        this.scopes = scopes;
        this.scope = scope;
    }

    /** What the definition of {@code id} is. */
    Optional<TypeDef.Kind> kind(Id id, TypeBody body) {
        return switch (body) {
            case TypeBody.AliasBody alias -> alias(alias.target());
            case TypeBody.RecordBody rec -> {
                warnEmpty(id, "record", "field", rec.fields().isEmpty());
                unique("field", rec.fields().stream().map(TypeBody.Field::id).toList());
                yield fields(rec.fields()).map(TypeDef.Kind.RecordType::new);
            }
            case TypeBody.VariantBody variant -> {
                refuseEmpty(id, "variant", variant.cases().isEmpty());
                unique("case", variant.cases().stream().map(TypeBody.Case::id).toList());
                yield cases(variant.cases()).map(TypeDef.Kind.VariantType::new);
            }
            case TypeBody.EnumBody en -> {
                refuseEmpty(id, "enum", en.cases().isEmpty());
                yield Optional.of(new TypeDef.Kind.EnumType(labels("case", en.cases())));
            }
            case TypeBody.FlagsBody flags -> {
                warnEmpty(id, "flags type", "flag", flags.flags().isEmpty());
                if (flags.flags().size() > MAX_FLAGS) {
                    scopes.diagnostics()
                            .error(
                                    DiagnosticCode.TYPE_TOO_LARGE,
                                    id.span(),
                                    "`" + id.name() + "` has " + flags.flags().size() + " flags, components may have "
                                            + MAX_FLAGS);
                }
                yield Optional.of(new TypeDef.Kind.FlagsType(labels("flag", flags.flags())));
            }
            case TypeBody.ResourceBody ignored -> Optional.of(new TypeDef.Kind.ResourceType());
        };
    }

    private Optional<TypeDef.Kind> alias(TypeExpr target) {
        if (target instanceof TypeExpr.Name name) {
            return scope.type(name.id()).map(TypeScope::alias);
        }
        return type(target).map(TypeDef.Kind.Alias::new);
    }

    private void refuseEmpty(Id id, String what, boolean empty) {
        if (empty) {
            scopes.diagnostics().error(DiagnosticCode.EMPTY_TYPE, id.span(), what + " `" + id.name() + "` has no case");
        }
    }

    private void warnEmpty(Id id, String what, String part, boolean empty) {
        if (empty) {
            scopes.diagnostics()
                    .add(Diagnostic.warning(
                            DiagnosticCode.EMPTY_TYPE,
                            id.span(),
                            what + " `" + id.name() + "` has no " + part + ", which newer tools refuse"));
        }
    }

    /** Reports names that occur twice. */
    void unique(String what, List<Id> ids) {
        Map<String, Id> taken = new HashMap<>();
        for (Id id : ids) {
            Id earlier = taken.putIfAbsent(ItemTable.fold(id), id);
            if (earlier != null) {
                scopes.diagnostics()
                        .add(Diagnostic.error(
                                        DiagnosticCode.DUPLICATE_NAME,
                                        id.span(),
                                        what + " `" + id.name() + "` is defined more than once")
                                .withRelated(earlier.span(), "defined here already"));
            }
        }
    }

    private Optional<List<TypeDef.Field>> fields(List<TypeBody.Field> fields) {
        List<TypeDef.Field> resolved = new ArrayList<>();
        for (TypeBody.Field field : fields) {
            type(field.type())
                    .ifPresent(type -> resolved.add(new TypeDef.Field(field.id().name(), type, field.docs())));
        }
        return resolved.size() == fields.size() ? Optional.of(resolved) : Optional.empty();
    }

    private Optional<List<TypeDef.Case>> cases(List<TypeBody.Case> cases) {
        List<TypeDef.Case> resolved = new ArrayList<>();
        for (TypeBody.Case c : cases) {
            Optional<Type> payload = c.payload().flatMap(this::type);
            if (payload.isPresent() == c.payload().isPresent()) {
                resolved.add(new TypeDef.Case(c.id().name(), payload, c.docs()));
            }
        }
        return resolved.size() == cases.size() ? Optional.of(resolved) : Optional.empty();
    }

    private List<TypeDef.Label> labels(String what, List<TypeBody.Label> labels) {
        unique(what, labels.stream().map(TypeBody.Label::id).toList());
        return labels.stream()
                .map(label -> new TypeDef.Label(label.id().name(), label.docs()))
                .toList();
    }

    /** The type that {@code expr} means. */
    Optional<Type> type(TypeExpr expr) {
        return scopes.deeper(expr.span(), () -> shallow(expr)).filter(type -> scopes.fits(type, expr.span()));
    }

    private Optional<Type> shallow(TypeExpr expr) {
        return switch (expr) {
            case TypeExpr.Primitive primitive -> Optional.of(primitive.type());
            case TypeExpr.Name name -> scope.type(name.id()).map(TypeResolver::use);
            case TypeExpr.ListExpr list -> type(list.element()).map(Type.ListOf::new);
            case TypeExpr.FixedLengthListExpr list ->
                type(list.element()).map(element -> new Type.FixedLengthListOf(element, list.length()));
            case TypeExpr.MapExpr map -> map(map);
            case TypeExpr.OptionExpr option -> type(option.some()).map(Type.OptionOf::new);
            case TypeExpr.ResultExpr result -> {
                Optional<Type> ok = result.ok().flatMap(this::type);
                Optional<Type> err = result.err().flatMap(this::type);
                yield known(result.ok(), ok) && known(result.err(), err)
                        ? Optional.of(new Type.ResultOf(ok, err))
                        : Optional.empty();
            }
            case TypeExpr.TupleExpr tuple -> tuple(tuple);
            case TypeExpr.FutureExpr future -> {
                Optional<Type> element = future.element().flatMap(this::type);
                yield known(future.element(), element) ? Optional.of(new Type.FutureOf(element)) : Optional.empty();
            }
            case TypeExpr.StreamExpr stream -> {
                Optional<Type> element = stream.element().flatMap(this::type);
                yield known(stream.element(), element) ? Optional.of(new Type.StreamOf(element)) : Optional.empty();
            }
            case TypeExpr.OwnExpr own -> resource(own.resource()).map(Type.Own::new);
            case TypeExpr.BorrowExpr borrow -> resource(borrow.resource()).map(Type.Borrow::new);
        };
    }

    /** The type that the bare name of {@code def} means: of a resource, an owning handle. */
    static Type use(TypeDef def) {
        return def.resource().isPresent() ? new Type.Own(def) : new Type.Named(def);
    }

    private static boolean known(Optional<TypeExpr> written, Optional<Type> meant) {
        return written.isEmpty() || meant.isPresent();
    }

    private Optional<Type> tuple(TypeExpr.TupleExpr tuple) {
        if (tuple.elements().isEmpty()) {
            scopes.diagnostics()
                    .add(Diagnostic.warning(
                            DiagnosticCode.EMPTY_TYPE,
                            tuple.span(),
                            "this tuple has no element, which newer tools refuse"));
        }
        List<Type> elements = new ArrayList<>();
        for (TypeExpr element : tuple.elements()) {
            type(element).ifPresent(elements::add);
        }
        return elements.size() == tuple.elements().size() ? Optional.of(new Type.TupleOf(elements)) : Optional.empty();
    }

    private Optional<Type> map(TypeExpr.MapExpr map) {
        Optional<Type> key = type(map.key());
        Optional<Type> value = type(map.value());
        if (key.isPresent() && !mayBeKey(key.get())) {
            scopes.diagnostics()
                    .error(
                            DiagnosticCode.INVALID_MAP_KEY,
                            map.key().span(),
                            "this type cannot be the key of a map",
                            Optional.of(
                                    "a key is an integer type, `bool`, `char` or `string`, and not by another name"));
            return Optional.empty();
        }
        return key.flatMap(k -> value.map(v -> new Type.MapOf(k, v)));
    }

    private static boolean mayBeKey(Type type) {
        return type instanceof Type.Primitive p
                && p != Type.Primitive.F32
                && p != Type.Primitive.F64
                && p != Type.Primitive.ERROR_CONTEXT;
    }

    private Optional<TypeDef> resource(Id id) {
        Optional<TypeDef> def = scope.type(id);
        if (def.isPresent() && def.get().resource().isEmpty()) {
            scopes.diagnostics()
                    .error(
                            DiagnosticCode.NOT_A_RESOURCE,
                            id.span(),
                            "type `" + id.name() + "` is used in a handle and must be a resource");
            return Optional.empty();
        }
        return def;
    }
}
