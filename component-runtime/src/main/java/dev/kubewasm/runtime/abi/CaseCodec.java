package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.CoreFuncType.CoreType;
import dev.kubewasm.runtime.engine.CoreMemory;
import dev.kubewasm.runtime.value.Val;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Types of cases, some with a payload: variants, enums, options, results (CanonicalABI.md, {@code load_variant}). */
final class CaseCodec extends Codec {
    /** The types that are made of cases. */
    enum Form {
        VARIANT,
        ENUM,
        OPTION,
        RESULT
    }

    private final Form form;
    private final List<Optional<Codec>> cases;
    private final int discriminantSize;
    private final int payloadOffset;
    private final boolean borrows;

    CaseCodec(Form form, List<Optional<Codec>> cases) {
        super(sizeOf(cases), alignmentOf(cases), flatOf(cases));
        this.form = form;
        this.cases = List.copyOf(cases);
        this.discriminantSize = discriminantSize(cases.size());
        this.payloadOffset = (int) align(discriminantSize, payloadAlignment(cases));
        this.borrows = cases.stream().anyMatch(c -> c.isPresent() && c.get().hasBorrow());
    }

    private static int discriminantSize(int cases) {
        return cases <= 1 << 8 ? 1 : cases <= 1 << 16 ? 2 : 4;
    }

    private static int payloadAlignment(List<Optional<Codec>> cases) {
        return cases.stream()
                .flatMap(Optional::stream)
                .mapToInt(Codec::alignment)
                .max()
                .orElse(1);
    }

    private static int alignmentOf(List<Optional<Codec>> cases) {
        return Math.max(discriminantSize(cases.size()), payloadAlignment(cases));
    }

    private static long sizeOf(List<Optional<Codec>> cases) {
        long payload = cases.stream()
                .flatMap(Optional::stream)
                .mapToInt(Codec::size)
                .max()
                .orElse(0);
        return align(align(discriminantSize(cases.size()), payloadAlignment(cases)) + payload, alignmentOf(cases));
    }

    private static List<CoreType> flatOf(List<Optional<Codec>> cases) {
        List<CoreType> joined = new ArrayList<>();
        joined.add(CoreType.I32);
        for (Optional<Codec> payload : cases) {
            List<CoreType> flat = payload.map(Codec::flat).orElse(List.of());
            for (int i = 0; i < flat.size(); i++) {
                if (i + 1 < joined.size()) {
                    joined.set(i + 1, join(joined.get(i + 1), flat.get(i)));
                } else {
                    joined.add(flat.get(i));
                }
            }
        }
        return joined;
    }

    private static CoreType join(CoreType a, CoreType b) {
        if (a == b) {
            return a;
        }
        return is32(a) && is32(b) ? CoreType.I32 : CoreType.I64;
    }

    private static boolean is32(CoreType type) {
        return type == CoreType.I32 || type == CoreType.F32;
    }

    /** The payloads of the cases in order. */
    List<Optional<Codec>> cases() {
        return cases;
    }

    /** Bytes of the discriminant: 1, 2 or 4. */
    int discriminantSize() {
        return discriminantSize;
    }

    /** Where the payload lies in memory, from the beginning of the value. */
    int payloadOffset() {
        return payloadOffset;
    }

    @Override
    boolean hasBorrow() {
        return borrows;
    }

    @Override
    Val load(Transfer t, Call call, int address) {
        int index = readCase(t, address);
        return value(index, cases.get(index).map(payload -> payload.load(t, call, address + payloadOffset)));
    }

    @Override
    Val lift(Transfer t, Call call, long[] words, int at) {
        int index = checkCase(t, (int) words[at]);
        return value(index, cases.get(index).map(payload -> payload.lift(t, call, words, at + 1)));
    }

    @Override
    void store(Transfer t, Call call, Val value, int address) {
        int index = index(value);
        writeCase(t, address, index);
        payloadCodec(index, value)
                .ifPresent(codec -> codec.store(t, call, payload(value).orElseThrow(), address + payloadOffset));
    }

    @Override
    void lower(Transfer t, Call call, Val value, long[] words, int at) {
        int index = index(value);
        words[at] = index;
        payloadCodec(index, value)
                .ifPresent(codec -> codec.lower(t, call, payload(value).orElseThrow(), words, at + 1));
    }

    @Override
    void copy(Transfer t, Call call, int source, int target) {
        int index = readCase(t, source);
        writeCase(t, target, index);
        Optional<Codec> payload = cases.get(index);
        if (payload.isPresent()) {
            payload.get().copy(t, call, source + payloadOffset, target + payloadOffset);
        }
    }

    @Override
    void copyFlat(Transfer t, Call call, long[] source, long[] target, int at) {
        int index = checkCase(t, (int) source[at]);
        target[at] = index;
        Optional<Codec> payload = cases.get(index);
        if (payload.isPresent()) {
            payload.get().copyFlat(t, call, source, target, at + 1);
        }
    }

    private int readCase(Transfer t, int address) {
        CoreMemory memory = t.from().memory();
        return checkCase(
                t,
                switch (discriminantSize) {
                    case 1 -> memory.getByte(address) & 0xff;
                    case 2 -> memory.getShort(address) & 0xffff;
                    default -> memory.getInt(address);
                });
    }

    private int checkCase(Transfer t, int index) {
        return check(t.from(), index, cases.size());
    }

    /** A discriminant that {@code from} passes, which must be one of {@code cases}. */
    static int check(Side from, int index, int cases) {
        if (index < 0 || index >= cases) {
            throw from.trap("invalid discriminant " + Integer.toUnsignedString(index) + " of " + cases + " cases");
        }
        return index;
    }

    private void writeCase(Transfer t, int address, int index) {
        CoreMemory memory = t.to().memory();
        switch (discriminantSize) {
            case 1 -> memory.putByte(address, (byte) index);
            case 2 -> memory.putShort(address, (short) index);
            default -> memory.putInt(address, index);
        }
    }

    private Val value(int index, Optional<Val> payload) {
        return switch (form) {
            case VARIANT -> new Val.VariantVal(index, payload);
            case ENUM -> new Val.EnumVal(index);
            case OPTION -> new Val.OptionVal(payload);
            case RESULT -> new Val.ResultVal(index == 0, payload);
        };
    }

    private int index(Val value) {
        int index =
                switch (value) {
                    case Val.VariantVal v when form == Form.VARIANT -> v.caseIndex();
                    case Val.EnumVal v when form == Form.ENUM -> v.index();
                    case Val.OptionVal v when form == Form.OPTION -> v.some().isPresent() ? 1 : 0;
                    case Val.ResultVal v when form == Form.RESULT -> v.ok() ? 0 : 1;
                    default -> throw mismatch(form.name().toLowerCase(java.util.Locale.ROOT), value);
                };
        if (index < 0 || index >= cases.size()) {
            throw new IllegalArgumentException("case " + index + " of " + cases.size());
        }
        return index;
    }

    private Optional<Codec> payloadCodec(int index, Val value) {
        Optional<Codec> codec = cases.get(index);
        if (codec.isPresent() != payload(value).isPresent()) {
            throw new IllegalArgumentException(
                    "case " + index + (codec.isPresent() ? " needs a payload: " : " has no payload: ") + value);
        }
        return codec;
    }

    private static Optional<Val> payload(Val value) {
        return switch (value) {
            case Val.VariantVal v -> v.payload();
            case Val.OptionVal v -> v.some();
            case Val.ResultVal v -> v.payload();
            default -> Optional.empty();
        };
    }
}
