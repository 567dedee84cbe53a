package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.CoreFuncType.CoreType;
import dev.kubewasm.runtime.value.Val;
import java.util.ArrayList;
import java.util.List;

/** Values one after another: records, tuples, and the parameters of a function. */
final class FieldsCodec extends Codec {
    private final List<Codec> fields;
    private final int[] offsets;
    private final int[] words;
    private final boolean tuple;
    private final boolean plain;
    private final boolean borrows;

    private FieldsCodec(List<Codec> fields, boolean tuple, Layout layout) {
        super(layout.size, layout.alignment, layout.flat);
        this.fields = List.copyOf(fields);
        this.offsets = layout.offsets;
        this.words = layout.words;
        this.tuple = tuple;
        this.plain = layout.packed && fields.stream().allMatch(Codec::isPlain);
        this.borrows = fields.stream().anyMatch(Codec::hasBorrow);
    }

    /** A record of the fields; none at all only for the parameters of a function. */
    static FieldsCodec ofRecord(List<Codec> fields) {
        return new FieldsCodec(fields, false, new Layout(fields));
    }

    /** A tuple of the elements. */
    static FieldsCodec ofTuple(List<Codec> elements) {
        return new FieldsCodec(elements, true, new Layout(elements));
    }

    /** Where the fields lie. */
    private static final class Layout {
        private final int[] offsets;
        private final int[] words;
        private final List<CoreType> flat = new ArrayList<>();
        private final int alignment;
        private final long size;
        private final boolean packed;

        Layout(List<Codec> fields) {
            offsets = new int[fields.size()];
            words = new int[fields.size()];
            long end = 0;
            long used = 0;
            int max = 1;
            for (int i = 0; i < fields.size(); i++) {
                Codec field = fields.get(i);
                long offset = align(end, field.alignment());
                if (offset > Integer.MAX_VALUE) {
                    throw new IllegalArgumentException("a record is larger than memory");
                }
                offsets[i] = (int) offset;
                words[i] = flat.size();
                if (flat.size() < TOO_MANY_FLAT) {
                    flat.addAll(field.flat());
                }
                end = offset + field.size();
                used += field.size();
                max = Math.max(max, field.alignment());
            }
            alignment = max;
            size = align(end, max);
            packed = used == size;
        }
    }

    /** The fields in order. */
    List<Codec> fields() {
        return fields;
    }

    /** Where the field of that number lies in memory, from the beginning of the record. */
    int offset(int field) {
        return offsets[field];
    }

    /** The number of the first core value of a field. */
    int word(int field) {
        return words[field];
    }

    @Override
    boolean isPlain() {
        return plain;
    }

    @Override
    boolean hasBorrow() {
        return borrows;
    }

    List<Val> loadAll(Transfer t, Call call, int address) {
        List<Val> values = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            values.add(fields.get(i).load(t, call, address + offsets[i]));
        }
        return values;
    }

    List<Val> liftAll(Transfer t, Call call, long[] source, int at) {
        List<Val> values = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            values.add(fields.get(i).lift(t, call, source, at + words[i]));
        }
        return values;
    }

    void storeAll(Transfer t, Call call, List<Val> values, int address) {
        checkCount(values);
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).store(t, call, values.get(i), address + offsets[i]);
        }
    }

    void lowerAll(Transfer t, Call call, List<Val> values, long[] target, int at) {
        checkCount(values);
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).lower(t, call, values.get(i), target, at + words[i]);
        }
    }

    private void checkCount(List<Val> values) {
        if (values.size() != fields.size()) {
            throw new IllegalArgumentException(fields.size() + " values are needed, not " + values.size());
        }
    }

    @Override
    Val load(Transfer t, Call call, int address) {
        return value(loadAll(t, call, address));
    }

    @Override
    Val lift(Transfer t, Call call, long[] source, int at) {
        return value(liftAll(t, call, source, at));
    }

    private Val value(List<Val> values) {
        return tuple ? new Val.TupleVal(values) : new Val.RecordVal(values);
    }

    private List<Val> values(Val value) {
        if (tuple && value instanceof Val.TupleVal t) {
            return t.elements();
        }
        if (!tuple && value instanceof Val.RecordVal r) {
            return r.fields();
        }
        throw mismatch(tuple ? "tuple" : "record", value);
    }

    @Override
    void store(Transfer t, Call call, Val value, int address) {
        storeAll(t, call, values(value), address);
    }

    @Override
    void lower(Transfer t, Call call, Val value, long[] target, int at) {
        lowerAll(t, call, values(value), target, at);
    }

    @Override
    void copy(Transfer t, Call call, int source, int target) {
        for (int i = 0; i < offsets.length; i++) {
            fields.get(i).copy(t, call, source + offsets[i], target + offsets[i]);
        }
    }

    @Override
    void copyFlat(Transfer t, Call call, long[] source, long[] target, int at) {
        for (int i = 0; i < words.length; i++) {
            fields.get(i).copyFlat(t, call, source, target, at + words[i]);
        }
    }
}
