package dev.kubewasm.runtime.typed;

import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Java records: WIT's records and tuples, and the cases of variants. */
final class Records {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private final Class<?> type;
    private final List<MethodHandle> getters = new ArrayList<>();
    private final MethodHandle constructor;

    private Records(Class<?> type, String where) {
        this.type = type;
        RecordComponent[] components = type.getRecordComponents();
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, LOOKUP);
            for (RecordComponent component : components) {
                getters.add(lookup.unreflect(component.getAccessor()));
            }
            constructor = lookup.unreflectConstructor(type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new)));
        } catch (ReflectiveOperationException e) {
            throw new JavaTypeException(where, type.getName() + " can't be read: " + e.getMessage());
        }
    }

    /** The mapping of a Java record. */
    static Mapping of(Class<?> type, Mappings mappings, String where) {
        Records records = new Records(type, where);
        List<Mapping> parts = records.parts(mappings, where);
        if (parts.isEmpty()) {
            throw new JavaTypeException(where, type.getName() + " has no components: WIT has no empty records");
        }
        if (type.isAnnotationPresent(WitTuple.class)) {
            return new Mapping(
                    new ValueType.TupleOf(parts.stream().map(Mapping::type).toList()),
                    o -> new Val.TupleVal(records.read(o, parts)),
                    v -> records.make(((Val.TupleVal) v).elements(), parts));
        }
        List<ValueType.Field> fields = new ArrayList<>();
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            fields.add(new ValueType.Field(
                    Names.of(components[i], components[i].getName()),
                    parts.get(i).type()));
        }
        return new Mapping(
                new ValueType.RecordOf(fields),
                o -> new Val.RecordVal(records.read(o, parts)),
                v -> records.make(((Val.RecordVal) v).fields(), parts));
    }

    /** A case of a variant: the only component is the payload. */
    record CaseOf(Records records, List<Mapping> payload) {
        static CaseOf of(Class<?> type, Mappings mappings, String where) {
            Records records = new Records(type, where);
            List<Mapping> payload = records.parts(mappings, where);
            if (payload.size() > 1) {
                throw new JavaTypeException(
                        where, type.getName() + " has more than one component: a case has one payload");
            }
            return new CaseOf(records, payload);
        }

        List<Val> read(Object value) {
            return records.read(value, payload);
        }

        Object make(List<Val> values) {
            return records.make(values, payload);
        }
    }

    private List<Mapping> parts(Mappings mappings, String where) {
        List<Mapping> parts = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            parts.add(mappings.of(component.getAnnotatedType(), where + " › " + component.getName()));
        }
        return parts;
    }

    private List<Val> read(Object value, List<Mapping> parts) {
        Object record = Mapping.checked(type, value);
        List<Val> values = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            try {
                values.add(parts.get(i).toVal().apply(getters.get(i).invoke(record)));
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("reading " + type.getName(), e);
            }
        }
        return values;
    }

    private Object make(List<Val> values, List<Mapping> parts) {
        List<Object> components = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            components.add(parts.get(i).toJava().apply(values.get(i)));
        }
        try {
            return constructor.invokeWithArguments(components);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("making a " + type.getName(), e);
        }
    }
}
