package dev.kubewasm.runtime.typed;

import dev.kubewasm.runtime.typed.Records.CaseOf;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Java types of which a value is one of several, or some: WIT's enums, flags and variants. */
final class Choices {
    private static final int MAX_FLAGS = 32;

    private Choices() {}

    /** The mapping of an enum. */
    static Mapping enumeration(Class<?> type) {
        List<?> constants = List.of(type.getEnumConstants());
        return Mapping.of(
                new ValueType.EnumOf(names(type)),
                Enum.class,
                Val.EnumVal.class,
                e -> new Val.EnumVal(constants.indexOf(Mapping.checked(type, e))),
                v -> constants.get(v.index()));
    }

    /** The mapping of a set of an enum's constants. */
    static Mapping flags(Type element, String where) {
        if (!(element instanceof Class<?> type) || !type.isEnum()) {
            throw new JavaTypeException(where, "a Set stands for flags, and its element must be an enum");
        }
        List<?> constants = List.of(type.getEnumConstants());
        if (constants.size() > MAX_FLAGS) {
            throw new JavaTypeException(where, type.getName() + " has more than " + MAX_FLAGS + " constants");
        }
        return Mapping.of(
                new ValueType.FlagsOf(names(type)),
                Set.class,
                Val.FlagsVal.class,
                s -> {
                    int bits = 0;
                    for (Object flag : (Set<?>) s) {
                        bits |= 1 << constants.indexOf(Mapping.checked(type, flag));
                    }
                    return new Val.FlagsVal(bits);
                },
                v -> {
                    Set<Object> set = new LinkedHashSet<>();
                    for (int i = 0; i < constants.size(); i++) {
                        if ((v.bits() >>> i & 1) != 0) {
                            set.add(constants.get(i));
                        }
                    }
                    return set;
                });
    }

    private static List<String> names(Class<?> type) {
        return Arrays.stream(type.getFields())
                .filter(java.lang.reflect.Field::isEnumConstant)
                .map(f -> Names.of(f, f.getName()))
                .toList();
    }

    /** The mapping of a sealed interface of records: the cases in the order that it permits them. */
    static Mapping variant(Class<?> type, Mappings mappings, String where) {
        List<Class<?>> classes = List.of(type.getPermittedSubclasses());
        List<ValueType.Case> cases = new ArrayList<>();
        List<CaseOf> records = new ArrayList<>();
        for (Class<?> one : classes) {
            if (!one.isRecord()) {
                throw new JavaTypeException(where, one.getName() + " is no record, as the cases of a variant are");
            }
            String name = Names.of(one, one.getSimpleName());
            CaseOf caseOf = CaseOf.of(one, mappings, where + " › case " + name);
            records.add(caseOf);
            cases.add(new ValueType.Case(
                    name, caseOf.payload().stream().map(Mapping::type).findFirst()));
        }
        return Mapping.of(
                new ValueType.VariantOf(cases),
                type,
                Val.VariantVal.class,
                o -> {
                    int index = classes.indexOf(o.getClass());
                    Optional<Val> payload = records.get(index).read(o).stream().findFirst();
                    return new Val.VariantVal(index, payload);
                },
                v -> records.get(v.caseIndex()).make(v.payload().stream().toList()));
    }
}
