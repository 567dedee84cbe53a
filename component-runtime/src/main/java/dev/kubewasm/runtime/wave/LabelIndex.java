package dev.kubewasm.runtime.wave;

import dev.kubewasm.runtime.value.ValueType;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The positions of labels in types, indexed once for each type: types may have many labels, and values many of them. */
final class LabelIndex {
    private final IdentityHashMap<ValueType, Positions> known = new IdentityHashMap<>();

    /** Positions from 0, by label. */
    record Positions(Map<String, Integer> byLabel) {
        OptionalInt of(String label) {
            Integer position = byLabel.get(label);
            return position == null ? OptionalInt.empty() : OptionalInt.of(position);
        }
    }

    Positions of(ValueType.RecordOf type) {
        return known.computeIfAbsent(
                type,
                t -> index(type.fields().stream().map(ValueType.Field::name).toList()));
    }

    Positions of(ValueType.VariantOf type) {
        return known.computeIfAbsent(
                type, t -> index(type.cases().stream().map(ValueType.Case::name).toList()));
    }

    Positions of(ValueType.EnumOf type) {
        return known.computeIfAbsent(type, t -> index(type.names()));
    }

    Positions of(ValueType.FlagsOf type) {
        return known.computeIfAbsent(type, t -> index(type.names()));
    }

    private static Positions index(List<String> labels) {
        Map<String, Integer> positions = new HashMap<>();
        for (String label : labels) {
            positions.put(label, positions.size());
        }
        return new Positions(positions);
    }
}
