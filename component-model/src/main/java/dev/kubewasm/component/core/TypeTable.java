package dev.kubewasm.component.core;

import dev.kubewasm.wit.binary.CoreTypeDefinition;
import dev.kubewasm.wit.binary.CoreTypeDefinition.FieldType;
import dev.kubewasm.wit.binary.CoreValType;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.binary.Proposal;
import dev.kubewasm.wit.binary.WasmReader;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The types of a module. Types are equal when their recursion groups are, written with references inside the group by
 * position: each distinct one is kept once, and known by its number.
 */
final class TypeTable {
    private static final int MAX_DEPTH = 63;
    private static final int MAX_TYPES = 1_000_000;

    /** In a group that isn't entered yet: a reference to a member, by its position. */
    private static final int RELATIVE = 1 << 27;

    /** What a type describes. */
    enum Kind {
        FUNCTION,
        STRUCT,
        ARRAY
    }

    /**
     * A type.
     *
     * @param parts the parameters, the fields, or the element
     * @param results of a function
     * @param mutable by field
     * @param parent the number of the type it extends, or -1
     */
    @SuppressWarnings("ArrayRecordComponent") // they aren't compared, and are read for every instruction
    record Entry(
            Kind kind,
            int[] parts,
            int[] results,
            boolean[] mutable,
            boolean isFinal,
            boolean shared,
            int parent,
            int depth) {}

    private final Set<Proposal> proposals;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<IntBuffer, Integer> groups = new HashMap<>();
    private int[] numbers = new int[16];
    private int count;

    TypeTable(Set<Proposal> proposals) {
        this.proposals = proposals;
    }

    /** The number of types of the module. */
    int count() {
        return count;
    }

    /** The number of the type at {@code index} of the module. */
    int number(WasmReader in, long index) {
        if (index >= count) {
            throw in.error("there is no type " + index);
        }
        return numbers[(int) index];
    }

    Entry entry(int number) {
        return entries.get(number);
    }

    /** The function type at {@code index} of the module. */
    Entry function(WasmReader in, long index) {
        return of(in, index, Kind.FUNCTION, "function");
    }

    Entry of(WasmReader in, long index, Kind kind, String what) {
        Entry entry = entries.get(number(in, index));
        if (entry.kind() != kind) {
            throw in.error("type %d is no %s type".formatted(index, what));
        }
        return entry;
    }

    /** A value type as it stands in the module. */
    int value(WasmReader in, CoreValType type) {
        return value(in, type, count, 0);
    }

    /** A value type in a group of {@code size} types that begins at index {@code start}. */
    private int value(WasmReader in, CoreValType type, int start, int size) {
        return switch (type) {
            case CoreValType.Plain p -> {
                require(in, p == CoreValType.Plain.V128, Proposal.SIMD, "type v128");
                yield Types.plain(p);
            }
            case CoreValType.Reference r -> reference(in, r, start, size);
        };
    }

    private int reference(WasmReader in, CoreValType.Reference r, int start, int size) {
        int heap;
        if (r.heapType() >= 0) {
            require(in, true, Proposal.FUNCTION_REFERENCES, "a reference to a type");
            long index = r.heapType();
            if (index >= start + (long) size) {
                throw in.error("there is no type " + index);
            }
            heap = Types.CONCRETE | (index >= start ? RELATIVE | (int) (index - start) : numbers[(int) index]);
        } else {
            heap = (int) (r.heapType() + 0x80);
            switch (heap) {
                case Types.FUNC -> require(in, !r.nullable(), Proposal.FUNCTION_REFERENCES, "a reference without null");
                case Types.EXTERN -> {
                    require(in, true, Proposal.REFERENCE_TYPES, "type externref");
                    require(in, !r.nullable(), Proposal.FUNCTION_REFERENCES, "a reference without null");
                }
                case Types.EXN, Types.NOEXN -> require(in, true, Proposal.EXCEPTIONS, "a reference to an exception");
                case Types.CONT, Types.NOCONT -> throw noContinuations(in);
                default -> require(in, true, Proposal.GC, "a reference to heap type 0x%02x".formatted(heap));
            }
        }
        require(in, r.shared(), Proposal.SHARED_EVERYTHING_THREADS, "a shared reference");
        return Types.reference(r.nullable(), r.shared() ? heap | Types.SHARED : heap);
    }

    private static MalformedBinaryException noContinuations(WasmReader in) {
        return in.error("continuations are not supported");
    }

    void require(WasmReader in, boolean used, Proposal proposal, String what) {
        if (used && !proposals.contains(proposal)) {
            throw in.error("%s needs %s, which is off".formatted(what, proposal.text()));
        }
    }

    /** Adds the types of a definition of the type section. */
    void add(WasmReader in, CoreTypeDefinition definition) {
        List<CoreTypeDefinition> members;
        if (definition instanceof CoreTypeDefinition.RecursiveGroup group) {
            require(in, true, Proposal.GC, "a recursion group");
            members = group.members();
        } else {
            members = List.of(definition);
        }
        if (count + (long) members.size() > MAX_TYPES) {
            throw in.error("more than " + MAX_TYPES + " types");
        }
        List<Entry> group = members.stream()
                .map(member -> entry(in, member, members.size()))
                .toList();
        IntBuffer key = key(group);
        Integer first = groups.get(key);
        if (first == null) {
            first = entries.size();
            groups.put(key, first);
            for (Entry entry : group) {
                entries.add(absolute(entry, first));
            }
            for (int i = 0; i < group.size(); i++) {
                checkParent(in, first + i);
            }
        }
        numbers = count + members.size() > numbers.length
                ? Arrays.copyOf(numbers, Math.max(2 * numbers.length, count + members.size()))
                : numbers;
        for (int i = 0; i < members.size(); i++) {
            numbers[count++] = first + i;
        }
    }

    private Entry entry(WasmReader in, CoreTypeDefinition definition, int size) {
        boolean isFinal = true;
        boolean shared = false;
        int parent = -1;
        CoreTypeDefinition type = definition;
        if (definition instanceof CoreTypeDefinition.SubType sub) {
            require(in, !sub.isFinal() || !sub.supertypes().isEmpty(), Proposal.GC, "a subtype");
            require(in, sub.shared(), Proposal.SHARED_EVERYTHING_THREADS, "a shared type");
            isFinal = sub.isFinal();
            shared = sub.shared();
            type = sub.type();
            if (!sub.supertypes().isEmpty()) {
                int index = sub.supertypes().getFirst();
                if (index >= count + size) {
                    throw in.error("there is no type " + index);
                }
                parent = index >= count ? RELATIVE | (index - count) : numbers[index];
            }
        }
        return switch (type) {
            case CoreTypeDefinition.FunctionType f -> {
                require(in, f.results().size() > 1, Proposal.MULTI_VALUE, "a function of several results");
                yield new Entry(
                        Kind.FUNCTION,
                        values(in, f.params(), size),
                        values(in, f.results(), size),
                        new boolean[0],
                        isFinal,
                        shared,
                        parent,
                        0);
            }
            case CoreTypeDefinition.StructType s ->
                aggregate(in, Kind.STRUCT, s.fields(), size, isFinal, shared, parent);
            case CoreTypeDefinition.ArrayType a ->
                aggregate(in, Kind.ARRAY, List.of(a.element()), size, isFinal, shared, parent);
            case CoreTypeDefinition.ContinuationType c -> throw noContinuations(in);
            case CoreTypeDefinition.SubType s -> throw in.error("a subtype of a subtype");
            case CoreTypeDefinition.RecursiveGroup r -> throw in.error("a group in a group");
            case CoreTypeDefinition.ModuleType m -> throw in.error("a module type in a module");
        };
    }

    private Entry aggregate(
            WasmReader in, Kind kind, List<FieldType> fields, int size, boolean isFinal, boolean shared, int parent) {
        require(in, true, Proposal.GC, "a struct or array type");
        boolean[] mutable = new boolean[fields.size()];
        for (int i = 0; i < mutable.length; i++) {
            mutable[i] = fields.get(i).mutable();
        }
        return new Entry(
                kind,
                values(in, fields.stream().map(FieldType::type).toList(), size),
                new int[0],
                mutable,
                isFinal,
                shared,
                parent,
                0);
    }

    private int[] values(WasmReader in, List<CoreValType> types, int size) {
        int[] values = new int[types.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(in, types.get(i), count, size);
        }
        return values;
    }

    private static IntBuffer key(List<Entry> group) {
        IntStream.Builder key = IntStream.builder();
        for (Entry e : group) {
            int kind =
                    switch (e.kind()) {
                        case FUNCTION -> 0;
                        case STRUCT -> 1;
                        case ARRAY -> 2;
                    };
            key.add((kind << 2) | (e.isFinal() ? 1 : 0) | (e.shared() ? 2 : 0));
            key.add(e.parent()).add(e.parts().length).add(e.results().length);
            IntStream.of(e.parts()).forEach(key::add);
            IntStream.of(e.results()).forEach(key::add);
            for (boolean mutable : e.mutable()) {
                key.add(mutable ? 1 : 0);
            }
        }
        return IntBuffer.wrap(key.build().toArray());
    }

    private static Entry absolute(Entry e, int first) {
        int parent = e.parent() >= 0 && (e.parent() & RELATIVE) != 0 ? first + (e.parent() & ~RELATIVE) : e.parent();
        return new Entry(
                e.kind(),
                absolute(e.parts(), first),
                absolute(e.results(), first),
                e.mutable(),
                e.isFinal(),
                e.shared(),
                parent,
                0);
    }

    private static int[] absolute(int[] types, int first) {
        int[] out = types.clone();
        for (int i = 0; i < out.length; i++) {
            if (Types.isReference(out[i]) && (out[i] & Types.CONCRETE) != 0 && (out[i] & RELATIVE) != 0) {
                int position = out[i] & (RELATIVE - 1);
                out[i] = (out[i] & ~(2 * RELATIVE - 1)) | (first + position);
            }
        }
        return out;
    }

    private void checkParent(WasmReader in, int number) {
        Entry e = entries.get(number);
        if (e.parent() < 0) {
            return;
        }
        if (e.parent() >= number) {
            throw in.error("a type extends one that comes later");
        }
        Entry parent = entries.get(e.parent());
        if (parent.isFinal() || parent.shared() != e.shared() || !matches(e, parent)) {
            throw in.error("a type doesn't match the type that it extends");
        }
        int depth = parent.depth() + 1;
        if (depth > MAX_DEPTH) {
            throw in.error("types extend each other more than " + MAX_DEPTH + " times");
        }
        entries.set(
                number,
                new Entry(e.kind(), e.parts(), e.results(), e.mutable(), e.isFinal(), e.shared(), e.parent(), depth));
    }

    private boolean matches(Entry sub, Entry parent) {
        if (sub.kind() != parent.kind()) {
            return false;
        }
        return switch (sub.kind()) {
            case FUNCTION -> all(parent.parts(), sub.parts()) && all(sub.results(), parent.results());
            case ARRAY, STRUCT -> {
                boolean all = sub.parts().length >= parent.parts().length;
                for (int i = 0; all && i < parent.parts().length; i++) {
                    int a = sub.parts()[i];
                    int b = parent.parts()[i];
                    all = sub.mutable()[i] == parent.mutable()[i] && (sub.mutable()[i] ? a == b : isSubtype(a, b));
                }
                yield all;
            }
        };
    }

    private boolean all(int[] subs, int[] supers) {
        boolean all = subs.length == supers.length;
        for (int i = 0; all && i < subs.length; i++) {
            all = isSubtype(subs[i], supers[i]);
        }
        return all;
    }

    /** Whether a value of type {@code a} may stand where one of type {@code b} is wanted. */
    boolean isSubtype(int a, int b) {
        if (a == b || a == Types.ANY_TYPE) {
            return true;
        }
        if (!Types.isReference(a) || !Types.isReference(b) || (Types.isNullable(a) && !Types.isNullable(b))) {
            return false;
        }
        return isHeapSubtype(Types.heap(a), Types.heap(b));
    }

    boolean isHeapSubtype(int a, int b) {
        if (a == b || a == Types.BOTTOM) {
            return true;
        }
        boolean sharedA = isShared(a);
        if (sharedA != isShared(b)) {
            return false;
        }
        int plainA = a & ~Types.SHARED;
        int plainB = b & ~Types.SHARED;
        if (plainB >= Types.CONCRETE) {
            return plainA >= Types.CONCRETE
                    ? descends(plainA - Types.CONCRETE, plainB - Types.CONCRETE)
                    : plainA == bottom(plainB);
        }
        if (plainA >= Types.CONCRETE) {
            return switch (entries.get(plainA - Types.CONCRETE).kind()) {
                case FUNCTION -> plainB == Types.FUNC;
                case STRUCT -> plainB == Types.STRUCT || plainB == Types.EQ || plainB == Types.ANY;
                case ARRAY -> plainB == Types.ARRAY || plainB == Types.EQ || plainB == Types.ANY;
            };
        }
        return plainA == plainB
                || switch (plainA) {
                    case Types.EQ -> plainB == Types.ANY;
                    case Types.I31, Types.STRUCT, Types.ARRAY -> plainB == Types.EQ || plainB == Types.ANY;
                    case Types.NONE ->
                        plainB == Types.ANY
                                || plainB == Types.EQ
                                || plainB == Types.I31
                                || plainB == Types.STRUCT
                                || plainB == Types.ARRAY;
                    case Types.NOEXTERN -> plainB == Types.EXTERN;
                    case Types.NOFUNC -> plainB == Types.FUNC;
                    case Types.NOEXN -> plainB == Types.EXN;
                    default -> false;
                };
    }

    boolean isShared(int heap) {
        return (heap & Types.SHARED) != 0
                || (heap >= Types.CONCRETE && entries.get(heap - Types.CONCRETE).shared());
    }

    private boolean descends(int sub, int parent) {
        for (int at = sub; at >= 0; at = entries.get(at).parent()) {
            if (at == parent) {
                return true;
            }
        }
        return false;
    }

    /** The abstract heap type above all of the hierarchy of {@code heap}. */
    int top(int heap) {
        int plain = heap & ~Types.SHARED;
        int shared = isShared(heap) ? Types.SHARED : 0;
        if (plain >= Types.CONCRETE) {
            return shared
                    | switch (entries.get(plain - Types.CONCRETE).kind()) {
                        case FUNCTION -> Types.FUNC;
                        case STRUCT, ARRAY -> Types.ANY;
                    };
        }
        return shared
                | switch (plain) {
                    case Types.FUNC, Types.NOFUNC -> Types.FUNC;
                    case Types.EXTERN, Types.NOEXTERN -> Types.EXTERN;
                    case Types.EXN, Types.NOEXN -> Types.EXN;
                    default -> Types.ANY;
                };
    }

    private int bottom(int concrete) {
        return switch (entries.get(concrete - Types.CONCRETE).kind()) {
            case FUNCTION -> Types.NOFUNC;
            case STRUCT, ARRAY -> Types.NONE;
        };
    }

    /** Says what is wrong with a use of types. */
    static MalformedBinaryException mismatch(WasmReader in, int expected, int found) {
        return in.error("expected %s, found %s".formatted(Types.text(expected), Types.text(found)));
    }
}
