package dev.kubewasm.runtime.abi;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * What the code of an adapter depends on: how the values of a function type lie, whatever they are named and whoever has
 * them. Adapters of the same shape share their code.
 *
 * @param key equal for equal shapes
 * @param resourceSlots the slots of the resources that the type names, in order of first appearance
 * @param types how many types it is made of, each counted once
 */
record AdapterShape(String key, List<Integer> resourceSlots, int types) {
    AdapterShape {
        resourceSlots = List.copyOf(resourceSlots);
    }

    /** The shape for functions of a type. */
    static AdapterShape of(FunctionAbi abi) {
        Writer writer = new Writer();
        writer.write(abi.params());
        writer.key.append("->");
        abi.result().ifPresent(writer::write);
        return new AdapterShape(writer.key.toString(), writer.slots, writer.seen.size());
    }

    private static final class Writer {
        private final StringBuilder key = new StringBuilder();
        private final List<Integer> slots = new ArrayList<>();
        private final IdentityHashMap<Codec, Integer> seen = new IdentityHashMap<>();

        void write(Codec codec) {
            Integer before = seen.putIfAbsent(codec, seen.size());
            if (before != null) {
                key.append('@').append(before).append(';');
                return;
            }
            switch (codec) {
                case NumberCodec number -> key.append(number.type().text()).append(';');
                case FlagsCodec flags ->
                    key.append("flags").append(flags.mask()).append(';');
                case StringCodec string -> key.append("string;");
                case HandleCodec handle ->
                    key.append(handle.isOwn() ? "own" : "borrow")
                            .append(resource(handle.slot()))
                            .append(';');
                case ListCodec list -> {
                    key.append("list(");
                    write(list.element());
                    key.append(')');
                }
                case FixedListCodec list -> {
                    key.append("list").append(list.length()).append('(');
                    write(list.element());
                    key.append(')');
                }
                case FieldsCodec fields -> {
                    key.append('(');
                    fields.fields().forEach(this::write);
                    key.append(')');
                }
                case CaseCodec cases -> {
                    key.append('[');
                    for (Optional<Codec> payload : cases.cases()) {
                        payload.ifPresentOrElse(this::write, () -> key.append('_'));
                    }
                    key.append(']');
                }
                default -> throw new IllegalStateException("no type of the canonical ABI: " + codec.getClass());
            }
        }

        private int resource(int slot) {
            int known = slots.indexOf(slot);
            if (known >= 0) {
                return known;
            }
            slots.add(slot);
            return slots.size() - 1;
        }
    }
}
