package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.value.Val;
import java.util.ArrayList;
import java.util.List;

/** Lists, and maps, which are lists of pairs (CanonicalABI.md, {@code load_list} and {@code store_list}). */
final class ListCodec extends PairCodec {
    /** A value of the host is an object, and a reference in its list; at least. */
    private static final int BYTES_PER_OBJECT = 24;

    private final Codec element;
    private final boolean bytes;

    ListCodec(Codec element) {
        this.element = element;
        this.bytes = element instanceof NumberCodec number && number.isByte();
    }

    Codec element() {
        return element;
    }

    @Override
    boolean hasBorrow() {
        return element.hasBorrow();
    }

    @Override
    Val loadContents(Transfer t, Call call, int address, int length) {
        int byteLength = check(t, address, length);
        t.countLifted(bytes ? byteLength : (long) length * Math.max(BYTES_PER_OBJECT, element.size()));
        if (bytes) {
            byte[] value = new byte[byteLength];
            t.from().memory().read(address, value, 0, byteLength);
            return new Val.Bytes(value);
        }
        List<Val> items = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            items.add(element.load(t, call, address + i * element.size()));
        }
        return new Val.ListVal(items);
    }

    @Override
    long storeContents(Transfer t, Call call, Val value) {
        if (bytes && value instanceof Val.Bytes b) {
            int address = allocate(t, b.value().length);
            t.to().memory().write(address, b.value(), 0, b.value().length);
            return pair(address, b.value().length);
        }
        if (!(value instanceof Val.ListVal list)) {
            throw mismatch("list", value);
        }
        List<Val> items = list.items();
        int address = allocate(t, items.size());
        for (int i = 0; i < items.size(); i++) {
            element.store(t, call, items.get(i), address + i * element.size());
        }
        return pair(address, items.size());
    }

    @Override
    long copyContents(Transfer t, Call call, int address, int length) {
        int byteLength = check(t, address, length);
        int target = allocate(t, length);
        if (element.isPlain()) {
            t.from().memory().copyTo(address, t.to().memory(), target, byteLength);
        } else {
            for (int i = 0; i < byteLength; i += element.size()) {
                element.copy(t, call, address + i, target + i);
            }
        }
        return pair(target, length);
    }

    private int check(Transfer t, int address, int length) {
        return check(t.from(), address, length, element.size(), element.alignment());
    }

    /** The length in bytes of a list that {@code from} passes, which must be in bounds. */
    static int check(Side from, int address, int length, int elementSize, int alignment) {
        long byteLength = Integer.toUnsignedLong(length) * elementSize;
        if (byteLength > MAX_BYTE_LENGTH) {
            throw from.trap("a list of " + byteLength + " bytes is too long");
        }
        from.check(address, alignment, byteLength, "a list has");
        return (int) byteLength;
    }

    private int allocate(Transfer t, int length) {
        long byteLength = (long) length * element.size();
        if (byteLength > MAX_BYTE_LENGTH) {
            throw t.to().trap("a list of " + byteLength + " bytes is too long");
        }
        return t.to().allocate(element.alignment(), byteLength);
    }
}
