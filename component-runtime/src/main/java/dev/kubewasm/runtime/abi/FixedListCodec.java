package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.CoreFuncType.CoreType;
import dev.kubewasm.runtime.value.Val;
import java.util.ArrayList;
import java.util.List;

/** Lists of fixed length: their elements one after another, without address and length. */
final class FixedListCodec extends Codec {
    private final Codec element;
    private final int length;
    private final boolean bytes;

    FixedListCodec(Codec element, int length) {
        super((long) element.size() * length, element.alignment(), flat(element, length));
        this.element = element;
        this.length = length;
        this.bytes = element instanceof NumberCodec number && number.isByte();
    }

    private static List<CoreType> flat(Codec element, int length) {
        List<CoreType> all = new ArrayList<>();
        for (int i = 0; i < length && all.size() < TOO_MANY_FLAT; i++) {
            all.addAll(element.flat());
        }
        return all;
    }

    Codec element() {
        return element;
    }

    int length() {
        return length;
    }

    @Override
    boolean isPlain() {
        return element.isPlain();
    }

    @Override
    boolean hasBorrow() {
        return element.hasBorrow();
    }

    @Override
    Val load(Transfer t, Call call, int address) {
        if (bytes) {
            byte[] value = new byte[length];
            t.from().memory().read(address, value, 0, length);
            return new Val.Bytes(value);
        }
        List<Val> items = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            items.add(element.load(t, call, address + i * element.size()));
        }
        return new Val.ListVal(items);
    }

    @Override
    Val lift(Transfer t, Call call, long[] words, int at) {
        List<Val> items = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            items.add(element.lift(t, call, words, at + i * element.flat().size()));
        }
        return bytes ? toBytes(items) : new Val.ListVal(items);
    }

    private static Val toBytes(List<Val> items) {
        byte[] value = new byte[items.size()];
        for (int i = 0; i < value.length; i++) {
            value[i] = items.get(i) instanceof Val.U8 b ? (byte) b.value() : 0;
        }
        return new Val.Bytes(value);
    }

    private List<Val> items(Val value) {
        List<Val> items =
                switch (value) {
                    case Val.ListVal list -> list.items();
                    case Val.Bytes b when bytes -> fromBytes(b.value());
                    default -> throw mismatch("list", value);
                };
        if (items.size() != length) {
            throw new IllegalArgumentException("a list of " + length + " is needed, not of " + items.size());
        }
        return items;
    }

    private static List<Val> fromBytes(byte[] value) {
        List<Val> items = new ArrayList<>(value.length);
        for (byte b : value) {
            items.add(new Val.U8(b & 0xff));
        }
        return items;
    }

    @Override
    void store(Transfer t, Call call, Val value, int address) {
        List<Val> items = items(value);
        for (int i = 0; i < length; i++) {
            element.store(t, call, items.get(i), address + i * element.size());
        }
    }

    @Override
    void lower(Transfer t, Call call, Val value, long[] words, int at) {
        List<Val> items = items(value);
        for (int i = 0; i < length; i++) {
            element.lower(t, call, items.get(i), words, at + i * element.flat().size());
        }
    }

    @Override
    void copy(Transfer t, Call call, int source, int target) {
        for (int i = 0; i < size(); i += element.size()) {
            element.copy(t, call, source + i, target + i);
        }
    }

    @Override
    void copyFlat(Transfer t, Call call, long[] source, long[] target, int at) {
        for (int i = 0; i < length; i++) {
            element.copyFlat(t, call, source, target, at + i * element.flat().size());
        }
    }
}
