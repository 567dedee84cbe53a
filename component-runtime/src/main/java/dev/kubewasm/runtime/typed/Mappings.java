package dev.kubewasm.runtime.typed;

import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.value.ValueType.Primitive;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the WIT types that Java types stand for; see the package. One for each Java interface. */
final class Mappings {
    private final Map<Class<?>, Mapping> named = new HashMap<>();
    private final Set<Class<?>> pending = new HashSet<>();

    /**
     * The mapping of a type.
     *
     * @param where it stands, for messages
     * @throws JavaTypeException if it stands for no WIT type
     */
    Mapping of(AnnotatedType annotated, String where) {
        Type type = annotated.getType();
        if (type instanceof ParameterizedType generic) {
            return generic((AnnotatedParameterizedType) annotated, (Class<?>) generic.getRawType(), where);
        }
        if (!(type instanceof Class<?> plain)) {
            throw new JavaTypeException(where, type + " is not one type");
        }
        Class<?> boxed = Numbers.boxed(plain);
        if (annotated.isAnnotationPresent(Unsigned.class)) {
            return known(Numbers.UNSIGNED.get(boxed), where, "only byte, short, int and long are @Unsigned");
        }
        if (annotated.isAnnotationPresent(CodePoint.class)) {
            return known(boxed == Integer.class ? Numbers.CODE_POINT : null, where, "only int is a @CodePoint");
        }
        Mapping number = Numbers.PLAIN.get(boxed);
        if (number != null) {
            return number;
        }
        if (plain == byte[].class) {
            return Mapping.of(
                    new ValueType.ListOf(Primitive.U8),
                    byte[].class,
                    Val.Bytes.class,
                    Val.Bytes::new,
                    Val.Bytes::value);
        }
        return named(plain, where);
    }

    private static Mapping known(@Nullable Mapping mapping, String where, String otherwise) {
        if (mapping == null) {
            throw new JavaTypeException(where, otherwise);
        }
        return mapping;
    }

    private Mapping generic(AnnotatedParameterizedType annotated, Class<?> raw, String where) {
        AnnotatedType[] arguments = annotated.getAnnotatedActualTypeArguments();
        if (raw == List.class) {
            return list(of(arguments[0], where + " › list element"), where);
        }
        if (raw == Optional.class) {
            Mapping some = of(arguments[0], where + " › option");
            return Mapping.of(
                    new ValueType.OptionOf(some.type()),
                    Optional.class,
                    Val.OptionVal.class,
                    o -> new Val.OptionVal(((Optional<?>) o).map(some.toVal())),
                    v -> v.some().map(some.toJava()));
        }
        if (raw == Map.class) {
            return map(of(arguments[0], where + " › map key"), of(arguments[1], where + " › map value"));
        }
        if (raw == Set.class) {
            return Choices.flags(arguments[0].getType(), where);
        }
        if (raw == Result.class) {
            return result(side(arguments[0], where + " › ok"), side(arguments[1], where + " › error"));
        }
        throw new JavaTypeException(where, raw.getName() + " stands for no WIT type");
    }

    private static Mapping list(Mapping element, String where) {
        if (element.type() == Primitive.U8) {
            throw new JavaTypeException(where, "a list of u8 is a byte[]");
        }
        return Mapping.of(
                new ValueType.ListOf(element.type()),
                List.class,
                Val.ListVal.class,
                l -> new Val.ListVal(((List<?>) l).stream().map(element.toVal()).toList()),
                v -> v.items().stream().map(element.toJava()).toList());
    }

    private static Mapping map(Mapping key, Mapping value) {
        return Mapping.of(
                new ValueType.MapOf(key.type(), value.type()),
                Map.class,
                Val.ListVal.class,
                m -> new Val.ListVal(((Map<?, ?>) m)
                        .entrySet().stream()
                                .map(e -> Val.tuple(
                                        key.toVal().apply(e.getKey()),
                                        value.toVal().apply(e.getValue())))
                                .toList()),
                v -> {
                    Map<Object, Object> map = new LinkedHashMap<>();
                    for (Val pair : v.items()) {
                        List<Val> entry = ((Val.TupleVal) pair).elements();
                        map.put(key.toJava().apply(entry.get(0)), value.toJava().apply(entry.get(1)));
                    }
                    return map;
                });
    }

    /** A side of a result; empty if it has no payload. */
    private Optional<Mapping> side(AnnotatedType type, String where) {
        return type.getType() == Nothing.class ? Optional.empty() : Optional.of(of(type, where));
    }

    private static Mapping result(Optional<Mapping> ok, Optional<Mapping> err) {
        return Mapping.of(
                new ValueType.ResultOf(ok.map(Mapping::type), err.map(Mapping::type)),
                Result.class,
                Val.ResultVal.class,
                r -> switch (r) {
                    case Result.Ok<?, ?> o ->
                        new Val.ResultVal(true, ok.map(m -> m.toVal().apply(o.value())));
                    case Result.Err<?, ?> e ->
                        new Val.ResultVal(false, err.map(m -> m.toVal().apply(e.error())));
                },
                v -> v.ok() ? Result.ok(payload(v, ok)) : Result.err(payload(v, err)));
    }

    private static Object payload(Val.ResultVal value, Optional<Mapping> side) {
        return side.isEmpty()
                ? Nothing.NOTHING
                : side.get().toJava().apply(value.payload().orElseThrow());
    }

    private Mapping named(Class<?> type, String where) {
        Mapping known = named.get(type);
        if (known != null) {
            return known;
        }
        if (!pending.add(type)) {
            throw new JavaTypeException(where, type.getName() + " contains itself, which no WIT type does");
        }
        Mapping made;
        if (type.isEnum()) {
            made = Choices.enumeration(type);
        } else if (type.isRecord()) {
            made = Records.of(type, this, where);
        } else if (type.isSealed() && type.isInterface()) {
            made = Choices.variant(type, this, where);
        } else {
            throw new JavaTypeException(where, type.getName() + " stands for no WIT type");
        }
        pending.remove(type);
        named.put(type, made);
        return made;
    }
}
