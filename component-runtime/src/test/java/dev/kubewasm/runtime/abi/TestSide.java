package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.host.InstanceLimits;
import java.util.Optional;

/** A side of a call whose realloc hands out one address after another. */
final class TestSide {
    private static final int SIZE = 1 << 20;

    final TestMemory memory;
    final Side side;
    private int next = 64;

    TestSide(StringEncoding encoding) {
        this(encoding, new InstanceStore("test", InstanceLimits.DEFAULT));
    }

    TestSide(StringEncoding encoding, InstanceStore store) {
        this(encoding, store, true);
    }

    TestSide(StringEncoding encoding, InstanceStore store, boolean showsArray) {
        memory = new TestMemory(SIZE, showsArray);
        side = new Side(store.newScope(Optional.empty()), encoding, Optional.of(memory), Optional.of(this::realloc));
    }

    private long[] realloc(long... args) {
        int address = Math.toIntExact(Codec.align(next, (int) args[2]));
        next = Math.toIntExact(address + args[3]);
        return new long[] {address};
    }

    int allocate(Codec codec) {
        return side.allocate(codec.alignment(), codec.size());
    }
}
