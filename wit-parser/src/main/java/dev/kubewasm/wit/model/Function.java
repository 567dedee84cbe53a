package dev.kubewasm.wit.model;

import java.util.List;
import java.util.Optional;

/**
 * A function of an interface or a world.
 *
 * @param name as the Component Model spells it: {@code calculate}, {@code [method]item.get}, {@code [constructor]item},
 *     {@code [static]item.merge}
 * @param kind how it is called
 * @param async whether it is declared {@code async}
 * @param params in declared order; a method's first is {@code self}, a borrow of its resource
 * @param result the type returned, if any; a constructor returns an own handle (or a result of one)
 * @param attributes what stands in front of it
 */
public record Function(
        String name,
        FunctionKind kind,
        boolean async,
        List<Param> params,
        Optional<Type> result,
        Attributes attributes) {
    public Function {
        params = List.copyOf(params);
    }

    /** Its documentation. */
    public Docs docs() {
        return attributes.docs();
    }

    /** Its gates. */
    public Stability stability() {
        return attributes.stability();
    }

    /** The resource whose function it is. */
    public Optional<TypeDef> resource() {
        return switch (kind) {
            case FunctionKind.Freestanding ignored -> Optional.empty();
            case FunctionKind.Method method -> Optional.of(method.resource());
            case FunctionKind.Static function -> Optional.of(function.resource());
            case FunctionKind.Constructor constructor -> Optional.of(constructor.resource());
        };
    }

    /** A parameter. */
    public record Param(String name, Type type) {}

    /** How a function is called. */
    public sealed interface FunctionKind {
        /** A function of its own. */
        record Freestanding() implements FunctionKind {}

        /** A method of {@code resource}. */
        record Method(TypeDef resource) implements FunctionKind {}

        /** A static function of {@code resource}. */
        record Static(TypeDef resource) implements FunctionKind {}

        /** A constructor of {@code resource}. */
        record Constructor(TypeDef resource) implements FunctionKind {}
    }
}
