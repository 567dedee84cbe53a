package dev.kubewasm.runtime.typed;

import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A Java interface as the WIT interface that it stands for.
 *
 * @param name of the WIT interface
 * @param functions one for each abstract method, by name
 */
record TypedInterface(String name, List<Function> functions) {
    /**
     * A method as a function. A first parameter of type {@link HostContext} is no parameter of the function.
     *
     * @param name in WIT
     * @param method the Java method
     * @param takesContext whether the method's first parameter is the context
     * @param params the parameters
     * @param result the result, if it has one
     */
    record Function(String name, Method method, boolean takesContext, List<Mapping> params, Optional<Mapping> result) {
        /** Its type, without the names of its parameters. */
        FuncType type() {
            ValueType[] types = params.stream().map(Mapping::type).toArray(ValueType[]::new);
            return result.map(r -> FuncType.of(r.type(), types)).orElseGet(() -> FuncType.ofVoid(types));
        }

        /** Java arguments as values. */
        List<Val> toVals(Object[] args) {
            List<Val> values = new ArrayList<>(args.length);
            for (int i = 0; i < args.length; i++) {
                values.add(params.get(i).toVal().apply(args[i]));
            }
            return values;
        }

        /** Values as Java arguments. */
        List<Object> toJava(List<Val> args) {
            List<Object> objects = new ArrayList<>(args.size());
            for (int i = 0; i < args.size(); i++) {
                objects.add(params.get(i).toJava().apply(args.get(i)));
            }
            return objects;
        }
    }

    /**
     * Reads an interface.
     *
     * @throws JavaTypeException if it isn't annotated, or a type in it stands for no WIT type
     */
    static TypedInterface of(Class<?> type) {
        WitInterface annotation = type.getAnnotation(WitInterface.class);
        if (annotation == null || !type.isInterface()) {
            throw new JavaTypeException(type.getName(), "must be an interface with @WitInterface");
        }
        Mappings mappings = new Mappings();
        List<Function> functions = Arrays.stream(type.getMethods())
                .filter(m -> Modifier.isAbstract(m.getModifiers()))
                .map(m -> function(m, mappings))
                .sorted(Comparator.comparing(Function::name))
                .toList();
        for (int i = 1; i < functions.size(); i++) {
            if (functions.get(i).name().equals(functions.get(i - 1).name())) {
                throw new JavaTypeException(
                        type.getName(),
                        "has two methods for function " + functions.get(i).name());
            }
        }
        return new TypedInterface(annotation.value(), functions);
    }

    private static Function function(Method method, Mappings mappings) {
        String name = Names.of(method, method.getName());
        String where = method.getDeclaringClass().getName() + "." + method.getName();
        AnnotatedType[] types = method.getAnnotatedParameterTypes();
        boolean takesContext = types.length > 0 && types[0].getType() == HostContext.class;
        List<Mapping> params = new ArrayList<>();
        for (int i = takesContext ? 1 : 0; i < types.length; i++) {
            params.add(mappings.of(types[i], where + " › parameter " + (i + 1)));
        }
        Optional<Mapping> result = method.getReturnType() == void.class
                ? Optional.empty()
                : Optional.of(mappings.of(method.getAnnotatedReturnType(), where + " › result"));
        return new Function(name, method, takesContext, params, result);
    }
}
