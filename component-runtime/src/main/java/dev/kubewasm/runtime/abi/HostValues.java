package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.host.HostObject;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.ResourceRef;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.value.ValueType.Primitive;
import java.util.List;
import java.util.Optional;

/**
 * Checks values that go from the host to the host, through a component that exports a function of the host again: no codec
 * sees them. Says what the codecs would say.
 */
final class HostValues {
    private final ResourceTable resources;

    /** Of types that name {@code resources}. */
    HostValues(ResourceTable resources) {
        this.resources = resources;
    }

    /** Throws {@link IllegalArgumentException} unless {@code args} are what a function of {@code type} takes. */
    void checkArguments(FuncType type, List<Val> args) {
        all("arguments", type.paramTypes(), args);
    }

    /** Throws {@link IllegalArgumentException} unless {@code result} is what a function of {@code type} returns. */
    void checkResult(FuncType type, Optional<Val> result) {
        payload("the result", type.result(), result);
    }

    private void check(ValueType type, Val value) {
        switch (type) {
            case Primitive p -> require(isOf(p, value), p.text(), value);
            case ValueType.ListOf list -> {
                if (!(value instanceof Val.Bytes && list.element() == Primitive.U8)) {
                    items(value).forEach(item -> check(list.element(), item));
                }
            }
            case ValueType.FixedListOf list -> {
                int length = value instanceof Val.Bytes b && list.element() == Primitive.U8
                        ? b.value().length
                        : items(value).size();
                require(length == list.length(), "list of " + list.length(), value);
                if (value instanceof Val.ListVal) {
                    items(value).forEach(item -> check(list.element(), item));
                }
            }
            case ValueType.MapOf map -> {
                ValueType pair = ValueType.tuple(map.key(), map.value());
                items(value).forEach(item -> check(pair, item));
            }
            case ValueType.RecordOf r -> {
                List<Val> fields = as(Val.RecordVal.class, "record", value).fields();
                all("fields", r.fields().stream().map(ValueType.Field::type).toList(), fields);
            }
            case ValueType.TupleOf tuple -> {
                List<Val> elements = as(Val.TupleVal.class, "tuple", value).elements();
                all("elements", tuple.elements(), elements);
            }
            case ValueType.VariantOf variant -> {
                Val.VariantVal v = as(Val.VariantVal.class, "variant", value);
                int index = index(v.caseIndex(), variant.cases().size());
                payload("case " + index, variant.cases().get(index).payload(), v.payload());
            }
            case ValueType.EnumOf e -> {
                Val.EnumVal v = as(Val.EnumVal.class, "enum", value);
                index(v.index(), e.names().size());
            }
            case ValueType.FlagsOf flags -> {
                Val.FlagsVal v = as(Val.FlagsVal.class, "flags", value);
                require((v.bits() & ~mask(flags.names().size())) == 0, "flags", value);
            }
            case ValueType.OptionOf option -> {
                Val.OptionVal v = as(Val.OptionVal.class, "option", value);
                v.some().ifPresent(some -> check(option.some(), some));
            }
            case ValueType.ResultOf result -> {
                Val.ResultVal v = as(Val.ResultVal.class, "result", value);
                payload(v.ok() ? "ok" : "err", v.ok() ? result.ok() : result.err(), v.payload());
            }
            case ValueType.Own own ->
                handle(own.resource().slot(), as(Val.Own.class, "own", value).resource());
            case ValueType.Borrow borrow ->
                handle(
                        borrow.resource().slot(),
                        switch (value) {
                            case Val.Own v -> v.resource();
                            case Val.Borrow v -> v.resource();
                            default -> throw Codec.mismatch("borrow", value);
                        });
        }
    }

    private static boolean isOf(Primitive type, Val value) {
        return switch (type) {
            case BOOL -> value instanceof Val.Bool;
            case S8 -> value instanceof Val.S8;
            case U8 -> value instanceof Val.U8;
            case S16 -> value instanceof Val.S16;
            case U16 -> value instanceof Val.U16;
            case S32 -> value instanceof Val.S32;
            case U32 -> value instanceof Val.U32;
            case S64 -> value instanceof Val.S64;
            case U64 -> value instanceof Val.U64;
            case F32 -> value instanceof Val.F32;
            case F64 -> value instanceof Val.F64;
            case CHAR -> value instanceof Val.Char;
            case STRING -> value instanceof Val.Str;
        };
    }

    private static List<Val> items(Val value) {
        return as(Val.ListVal.class, "list", value).items();
    }

    private static int mask(int flags) {
        return flags == Integer.SIZE ? -1 : (1 << flags) - 1;
    }

    private static int index(int index, int cases) {
        if (index < 0 || index >= cases) {
            throw new IllegalArgumentException("case " + index + " of " + cases);
        }
        return index;
    }

    private void all(String what, List<ValueType> types, List<Val> values) {
        if (types.size() != values.size()) {
            throw new IllegalArgumentException(types.size() + " " + what + " are needed, not " + values.size());
        }
        for (int i = 0; i < types.size(); i++) {
            check(types.get(i), values.get(i));
        }
    }

    private void payload(String where, Optional<ValueType> type, Optional<Val> value) {
        if (type.isPresent() != value.isPresent()) {
            throw new IllegalArgumentException(where + (type.isPresent() ? " needs a value" : " has no value"));
        }
        type.ifPresent(t -> check(t, value.orElseThrow()));
    }

    private void handle(int slot, ResourceRef found) {
        ResourceType type = resources.linked(slot);
        if (!(found instanceof HostObject object
                && type.hostType().filter(t -> t == object.type()).isPresent())) {
            throw new IllegalArgumentException(
                    "a handle to " + type.name() + " of another type is needed than this one to " + found.typeName());
        }
    }

    private static void require(boolean is, String expected, Val found) {
        if (!is) {
            throw Codec.mismatch(expected, found);
        }
    }

    private static <T extends Val> T as(Class<T> type, String expected, Val value) {
        require(type.isInstance(value), expected, value);
        return type.cast(value);
    }
}
