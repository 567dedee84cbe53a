package dev.kubewasm.runtime.typed;

import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostFunction;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.typed.TypedInterface.Function;
import dev.kubewasm.runtime.value.Val;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Java objects as interfaces of the host.
 *
 * <pre>{@code
 * @WitInterface("example:pricing/catalog")
 * interface Catalog {
 *     Optional<Double> basePrice(String sku);
 * }
 *
 * HostInterfaces host = HostInterfaces.of(List.of(TypedHost.of(Catalog.class, sku -> Optional.of(9.5))));
 * }</pre>
 *
 * A component that imports the interface with other types is refused when it is linked, with the path to the difference.
 */
public final class TypedHost {
    private TypedHost() {}

    /**
     * An object as an interface of the host. Its methods run on the thread of the calling component; what they throw
     * traps it.
     *
     * @param type with {@link WitInterface}; a method's first parameter may be the caller's {@link HostContext}
     * @param implementation used by all components that import the interface, by one thread for each of them
     * @throws JavaTypeException if {@code type} stands for no WIT interface
     */
    public static <T> HostInterface of(Class<T> type, T implementation) {
        TypedInterface typed = TypedInterface.of(type);
        HostInterface.Builder builder = HostInterface.builder(typed.name());
        for (Function function : typed.functions()) {
            builder.function(function.name(), function.type(), hostFunction(type, function, implementation));
        }
        return builder.build();
    }

    private static HostFunction hostFunction(Class<?> type, Function function, Object implementation) {
        MethodHandle method;
        try {
            method = MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                    .unreflect(function.method())
                    .bindTo(implementation);
        } catch (IllegalAccessException e) {
            throw new JavaTypeException(type.getName(), "can't be called: " + e.getMessage());
        }
        return (context, args) -> {
            List<Object> arguments = new ArrayList<>();
            if (function.takesContext()) {
                arguments.add(context);
            }
            arguments.addAll(function.toJava(args));
            Object result = invoke(method, arguments);
            return function.result().isPresent() ? toVal(function, result) : null;
        };
    }

    private static Val toVal(Function function, @Nullable Object result) {
        if (result == null) {
            throw new IllegalStateException(function.method() + " returned null");
        }
        return function.result().orElseThrow().toVal().apply(result);
    }

    private static @Nullable Object invoke(MethodHandle method, List<Object> arguments) {
        try {
            return method.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
