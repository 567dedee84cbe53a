package dev.kubewasm.runtime.engine.endive;

import dev.kubewasm.runtime.engine.endive.SharedTable.Slot;
import dev.kubewasm.runtime.failure.Trap;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.Instance;
import run.endive.runtime.TableInstance;
import run.endive.wasm.types.Table;
import run.endive.wasm.types.TableLimits;
import run.endive.wasm.types.ValType;
import run.endive.wasm.types.Value;

/**
 * A shared function table as one core instance, its owner, sees it.
 *
 * <p>Compiled code asks the table for a function number and its instance, and compares its own type index with that
 * instance's type index of the function. That is wrong between modules whose type sections differ (Endive issue 88). So
 * a foreign function is shown through a bridge: an instance whose type section is the owner's.
 */
final class TableView extends TableInstance {
    private final SharedTable shared;
    private final int initialValue;
    private final Map<Instance, Slot> bridged = new HashMap<>();
    /** By what it stands for: however often a function moves in the table, it has one bridge. */
    private final Map<Slot, Slot> bridges = new HashMap<>();

    private @Nullable Instance owner;
    // What was last shown at each index: calls look here first.
    private @Nullable Slot[] shownFor = new @Nullable Slot[0];
    private @Nullable Slot[] shown = new @Nullable Slot[0];

    /** A view of a table that another instance defines. */
    TableView(SharedTable shared) {
        this(shared, Value.REF_NULL_VALUE);
    }

    /** The view of the instance that defines the table. */
    TableView(SharedTable shared, int initialValue) {
        super(new Table(shared.elementType(), new TableLimits(0, 0)), Value.REF_NULL_VALUE);
        this.shared = shared;
        this.initialValue = initialValue;
    }

    /** Says whose view it is, before anything is read or written through it. */
    void bind(Instance instance) {
        owner = instance;
        if (initialValue != Value.REF_NULL_VALUE) {
            for (int i = 0; i < shared.size(); i++) {
                shared.set(i, Slot.of(instance, initialValue));
            }
        }
    }

    SharedTable shared() {
        return shared;
    }

    /** The function at {@code index} if it is another instance's and can be called without arrays. */
    @Nullable Object foreign(int index) {
        if (index < 0 || index >= shared.size()) {
            return null;
        }
        Slot slot = shared.get(index);
        return slot == null || slot.instance() == owner ? null : slot.typed();
    }

    @Override
    public int size() {
        return shared.size();
    }

    @Override
    public ValType elementType() {
        return shared.elementType();
    }

    @Override
    public TableLimits limits() {
        return shared.limits();
    }

    @Override
    public int grow(int more, int value, Instance instance) {
        return shared.grow(more, value == Value.REF_NULL_VALUE ? null : slot(instance, value));
    }

    @Override
    public int ref(int index) {
        checkIndex(index);
        Slot slot = shared.get(index);
        return slot == null ? Value.REF_NULL_VALUE : show(index, slot).function();
    }

    @Override
    public int requiredRef(int index) {
        int ref = ref(index);
        if (ref == Value.REF_NULL_VALUE) {
            throw new Trap(Trap.Kind.UNINITIALIZED_ELEMENT, "uninitialized element " + index);
        }
        return ref;
    }

    @Override
    public @Nullable Instance instance(int index) {
        checkIndex(index);
        Slot slot = shared.get(index);
        return slot == null ? null : show(index, slot).instance();
    }

    @Override
    public void setRef(int index, int value, @Nullable Instance instance) {
        checkIndex(index);
        shared.set(index, value == Value.REF_NULL_VALUE ? null : slot(instance, value));
    }

    @Override
    public void reset() {
        for (int i = 0; i < shared.size(); i++) {
            shared.set(i, null);
        }
    }

    private void checkIndex(int index) {
        if (index < 0 || index >= shared.size()) {
            throw new Trap(Trap.Kind.TABLE_OUT_OF_BOUNDS, "out of bounds table access at " + index);
        }
    }

    private Slot slot(@Nullable Instance instance, int function) {
        Instance from = instance == null ? owner() : instance;
        Slot original = bridged.get(from);
        return original == null ? Slot.of(from, function) : original;
    }

    private Slot show(int index, Slot slot) {
        if (slot.instance() == owner) {
            return slot;
        }
        if (index < shown.length && slot.equals(shownFor[index])) {
            return Objects.requireNonNull(shown[index]);
        }
        if (index >= shown.length) {
            shown = Arrays.copyOf(shown, shared.size());
            shownFor = Arrays.copyOf(shownFor, shared.size());
        }
        Slot bridge = bridges.computeIfAbsent(slot, this::makeBridge);
        shown[index] = bridge;
        shownFor[index] = slot;
        return bridge;
    }

    private Slot makeBridge(Slot slot) {
        Instance bridge = FunctionBridge.make(owner(), slot);
        bridged.put(bridge, slot);
        return new Slot(bridge, FunctionBridge.FUNCTION);
    }

    private Instance owner() {
        return Objects.requireNonNull(owner, "bind comes first");
    }
}
