package dev.kubewasm.runtime.typed;

import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.ExportedFunction;
import dev.kubewasm.runtime.LinkException;
import dev.kubewasm.runtime.LinkProblem;
import dev.kubewasm.runtime.link.TypeComparison;
import dev.kubewasm.runtime.typed.TypedInterface.Function;
import dev.kubewasm.runtime.value.Val;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Interfaces that a component exports, as Java objects.
 *
 * <pre>{@code
 * Calculator calculator = TypedExports.of(instance, Calculator.class);
 * List<Quote> quotes = calculator.calculate(List.of("apple"));
 * }</pre>
 */
public final class TypedExports {
    private TypedExports() {}

    /**
     * An interface that {@code instance} exports. Its methods throw what {@link ExportedFunction#call(List)} throws.
     *
     * @param type with {@link WitInterface}; it may lack functions that the component has
     * @throws LinkException if the component has no such interface, or with other types: lists all problems
     * @throws JavaTypeException if {@code type} stands for no WIT interface
     */
    public static <T> T of(ComponentInstance instance, Class<T> type) {
        TypedInterface typed = TypedInterface.of(type);
        String export = instance.exportFor(typed.name())
                .orElseThrow(() -> new LinkException(
                        List.of(new LinkProblem.NoExport(typed.name(), instance.name(), typed.name()))));
        List<LinkProblem> problems = new ArrayList<>();
        Map<Method, Caller> callers = new HashMap<>();
        for (Function function : typed.functions()) {
            Optional<ExportedFunction> exported = instance.function(export + "#" + function.name());
            Optional<LinkProblem> problem = exported.isEmpty()
                    ? Optional.of(new LinkProblem.MissingItem(typed.name(), "function " + function.name()))
                    : difference(typed, function, exported.get());
            problem.ifPresent(problems::add);
            exported.ifPresent(e -> callers.put(function.method(), new Caller(function, e)));
        }
        if (!problems.isEmpty()) {
            throw new LinkException(problems);
        }
        InvocationHandler handler = (proxy, method, args) -> {
            Caller caller = callers.get(method);
            return caller == null ? ofObject(proxy, method, args, instance) : caller.call(args);
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Optional<LinkProblem> difference(
            TypedInterface typed, Function function, ExportedFunction exported) {
        return new TypeComparison((one, other) -> false, false)
                .function(function.type(), exported.type())
                .map(d ->
                        new LinkProblem.TypeMismatch(typed.name(), function.name(), d.path(), d.expected(), d.found()));
    }

    private record Caller(Function function, ExportedFunction exported) {
        @Nullable Object call(Object @Nullable [] args) {
            if (function.takesContext()) {
                throw new IllegalArgumentException(function.method() + " is for the host: it takes a context");
            }
            Optional<Val> result = exported.call(function.toVals(args == null ? new Object[0] : args));
            return function.result()
                    .map(r -> r.toJava().apply(result.orElseThrow()))
                    .orElse(null);
        }
    }

    /** The methods that every object has, and default methods of the interface. */
    private static @Nullable Object ofObject(
            Object proxy, Method method, Object @Nullable [] args, ComponentInstance instance) throws Throwable {
        return switch (method.getName()) {
            case "equals" -> args != null && proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> instance.toString();
            default -> InvocationHandler.invokeDefault(proxy, method, args);
        };
    }
}
