package dev.kubewasm.runtime.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.host.HostInterfaces;
import dev.kubewasm.runtime.host.HostObject;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Calls WASI functions by name as a component would, and checks that arguments and results are of the declared types.
 */
public final class Guest {
    private static final HostInterfaces HOST = Wasi.hostInterfaces();

    private final HostContext context;

    public Guest(HostContext context) {
        this.context = context;
    }

    /** The result of {@code wasi:NAME#FUNCTION}; fails if the function declares none. */
    public Val call(String name, String function, Val... args) {
        return run(name, function, args).orElseThrow();
    }

    /** The result, if the function declares one. */
    public Optional<Val> run(String name, String function, Val... args) {
        HostInterface found = HOST.find(
                        InterfaceName.parse("wasi:" + name + "@0.2.0").orElseThrow())
                .orElseThrow();
        HostInterface.Entry entry = found.function(function).orElseThrow();
        assertThat(entry.type().params()).hasSameSizeAs(args);
        for (int i = 0; i < args.length; i++) {
            assertConforms(args[i], entry.type().params().get(i).type());
        }
        Optional<Val> result = Optional.ofNullable(entry.function().call(context, List.of(args)));
        assertThat(result.isPresent()).isEqualTo(entry.type().result().isPresent());
        result.ifPresent(value -> assertConforms(value, entry.type().result().orElseThrow()));
        return result;
    }

    /** The payload of an {@code ok}. */
    public Val ok(String name, String function, Val... args) {
        Val.ResultVal result = (Val.ResultVal) call(name, function, args);
        assertThat(result.ok()).as("%s#%s gave %s", name, function, result).isTrue();
        return result.payload().orElseGet(Val::ok);
    }

    /** A borrow of what an owning handle owns. */
    public static Val borrow(Val own) {
        return new Val.Borrow(((Val.Own) own).resource());
    }

    /** Drops an owning handle. */
    public static void drop(Val own) {
        ((HostObject) ((Val.Own) own).resource()).destroy();
    }

    private static void assertConforms(Val value, ValueType type) {
        assertThat(conforms(value, type)).as("%s as %s", value, type).isTrue();
    }

    private static boolean conforms(Val value, ValueType type) {
        return switch (type) {
            case ValueType.Primitive primitive -> conformsPrimitive(value, primitive);
            case ValueType.ListOf(ValueType element) ->
                element == ValueType.Primitive.U8
                        ? value instanceof Val.Bytes
                        : value instanceof Val.ListVal(List<Val> items)
                                && items.stream().allMatch(item -> conforms(item, element));
            case ValueType.RecordOf(List<ValueType.Field> fields) ->
                value instanceof Val.RecordVal(List<Val> values)
                        && allConform(
                                values,
                                fields.stream().map(ValueType.Field::type).toList());
            case ValueType.TupleOf(List<ValueType> elements) ->
                value instanceof Val.TupleVal(List<Val> values) && allConform(values, elements);
            case ValueType.VariantOf(List<ValueType.Case> cases) ->
                value instanceof Val.VariantVal(int index, Optional<Val> payload)
                        && conformsOptional(payload, cases.get(index).payload());
            case ValueType.EnumOf(List<String> names) ->
                value instanceof Val.EnumVal(int index) && index >= 0 && index < names.size();
            case ValueType.FlagsOf(List<String> names) ->
                value instanceof Val.FlagsVal(int bits) && bits >>> names.size() == 0;
            case ValueType.OptionOf(ValueType some) ->
                value instanceof Val.OptionVal(Optional<Val> payload)
                        && (payload.isEmpty() || conforms(payload.get(), some));
            case ValueType.ResultOf(Optional<ValueType> ok, Optional<ValueType> err) ->
                value instanceof Val.ResultVal(boolean isOk, Optional<Val> payload)
                        && conformsOptional(payload, isOk ? ok : err);
            case ValueType.Own(ValueType.ResourceId resource) ->
                value instanceof Val.Own own && own.resource().typeName().equals(resource.name());
            case ValueType.Borrow(ValueType.ResourceId resource) ->
                value instanceof Val.Borrow borrow
                        && borrow.resource().typeName().equals(resource.name());
            case ValueType.FixedListOf fixed -> throw new AssertionError("WASI has no " + fixed);
            case ValueType.MapOf map -> throw new AssertionError("WASI has no " + map);
        };
    }

    private static boolean conformsPrimitive(Val value, ValueType.Primitive type) {
        return switch (type) {
            case BOOL -> value instanceof Val.Bool;
            case U8 -> value instanceof Val.U8;
            case U32 -> value instanceof Val.U32;
            case U64 -> value instanceof Val.U64;
            case STRING -> value instanceof Val.Str;
            default -> throw new AssertionError("no WASI interface here has " + Arrays.asList(type));
        };
    }

    private static boolean conformsOptional(Optional<Val> value, Optional<ValueType> type) {
        return value.isPresent() == type.isPresent() && (value.isEmpty() || conforms(value.get(), type.orElseThrow()));
    }

    private static boolean allConform(List<Val> values, List<ValueType> types) {
        if (values.size() != types.size()) {
            return false;
        }
        for (int i = 0; i < values.size(); i++) {
            if (!conforms(values.get(i), types.get(i))) {
                return false;
            }
        }
        return true;
    }
}
