package dev.kubewasm.runtime.value;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads values in WAVE, led by their type. */
final class WaveParser {
    private final WaveScanner in;
    private final WaveHandles handles;

    WaveParser(String text, int position, WaveHandles handles) {
        this.in = new WaveScanner(text, position);
        this.handles = handles;
    }

    /** Only white space and comments may follow. */
    void end() {
        in.skipSpace();
        if (!in.atEnd()) {
            throw in.unexpected("the end of the text");
        }
    }

    List<Val> arguments(List<FuncType.Param> params) {
        in.expect('(');
        List<Val> values = new ArrayList<>();
        for (FuncType.Param param : params) {
            if (in.peekIs(')')) {
                throw in.unexpected("argument " + param.name() + " of " + params.size());
            }
            values.add(value(param.type()));
            if (!in.skip(',')) {
                break;
            }
        }
        if (values.size() < params.size()) {
            throw in.unexpected("argument " + params.get(values.size()).name());
        }
        in.expect(')');
        return values;
    }

    Val value(ValueType type) {
        return switch (type) {
            case ValueType.Primitive p -> primitive(p);
            case ValueType.ListOf list ->
                list.element() == ValueType.Primitive.U8 ? bytes() : new Val.ListVal(list(list.element()));
            case ValueType.FixedListOf list -> fixedList(list);
            case ValueType.MapOf map -> new Val.ListVal(list(new ValueType.TupleOf(List.of(map.key(), map.value()))));
            case ValueType.RecordOf r -> record(r);
            case ValueType.TupleOf tuple -> tuple(tuple);
            case ValueType.VariantOf variant -> variant(variant);
            case ValueType.EnumOf e -> enumeration(e);
            case ValueType.FlagsOf flags -> flags(flags);
            case ValueType.OptionOf option -> option(option);
            case ValueType.ResultOf result -> result(result);
            case ValueType.Own own -> new Val.Own(handle(own.resource()));
            case ValueType.Borrow borrow -> new Val.Borrow(handle(borrow.resource()));
        };
    }

    private Val primitive(ValueType.Primitive type) {
        return switch (type) {
            case BOOL -> bool();
            case S8 -> new Val.S8((byte) in.integer("s8", Byte.MIN_VALUE, Byte.MAX_VALUE));
            case U8 -> new Val.U8((int) in.integer("u8", 0, 0xff));
            case S16 -> new Val.S16((short) in.integer("s16", Short.MIN_VALUE, Short.MAX_VALUE));
            case U16 -> new Val.U16((int) in.integer("u16", 0, 0xffff));
            case S32 -> new Val.S32((int) in.integer("s32", Integer.MIN_VALUE, Integer.MAX_VALUE));
            case U32 -> new Val.U32(in.integer("u32", 0, 0xffff_ffffL));
            case S64 -> new Val.S64(in.integer("s64", Long.MIN_VALUE, Long.MAX_VALUE));
            case U64 -> new Val.U64(in.unsigned64());
            case F32 -> new Val.F32(Float.parseFloat(in.floating("f32")));
            case F64 -> new Val.F64(Double.parseDouble(in.floating("f64")));
            case CHAR -> new Val.Char(in.character());
            case STRING -> new Val.Str(in.string());
        };
    }

    private Val bool() {
        int start = in.start();
        return switch (in.word("true or false")) {
            case "true" -> new Val.Bool(true);
            case "false" -> new Val.Bool(false);
            default -> throw in.expected(start, "true or false");
        };
    }

    private List<Val> list(ValueType element) {
        in.expect('[');
        List<Val> items = new ArrayList<>();
        while (!in.skip(']')) {
            items.add(value(element));
            if (!in.skip(',')) {
                in.expect(']');
                break;
            }
        }
        return items;
    }

    private Val bytes() {
        return new Val.Bytes(bytes(list(ValueType.Primitive.U8)));
    }

    private static byte[] bytes(List<Val> items) {
        byte[] bytes = new byte[items.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ((Val.U8) items.get(i)).value();
        }
        return bytes;
    }

    private Val fixedList(ValueType.FixedListOf type) {
        int start = in.start();
        List<Val> items = list(type.element());
        if (items.size() != type.length()) {
            throw in.error(start, "a list of " + type.length() + " elements is needed, this has " + items.size());
        }
        return type.element() == ValueType.Primitive.U8 ? new Val.Bytes(bytes(items)) : new Val.ListVal(items);
    }

    private Val tuple(ValueType.TupleOf type) {
        in.expect('(');
        List<Val> elements = new ArrayList<>();
        for (ValueType element : type.elements()) {
            if (!elements.isEmpty()) {
                in.expect(',');
            }
            elements.add(value(element));
        }
        in.skip(',');
        in.expect(')');
        return new Val.TupleVal(elements);
    }

    private Val record(ValueType.RecordOf type) {
        int start = in.start();
        in.expect('{');
        Map<String, Val> found = new HashMap<>();
        if (in.skip(':')) {
            in.expect('}');
        } else {
            fields(type, found);
        }
        List<Val> fields = new ArrayList<>();
        for (ValueType.Field field : type.fields()) {
            Val value = found.get(field.name());
            if (value == null && !(field.type() instanceof ValueType.OptionOf)) {
                throw in.error(start, "field " + field.name() + " is missing");
            }
            fields.add(value == null ? Val.none() : value);
        }
        return new Val.RecordVal(fields);
    }

    private void fields(ValueType.RecordOf type, Map<String, Val> found) {
        do {
            int at = in.start();
            String name = in.label("a field");
            ValueType.Field field = type.fields().stream()
                    .filter(f -> f.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> in.error(at, "the record has no field " + name));
            in.expect(':');
            if (found.put(name, value(field.type())) != null) {
                throw in.error(at, "field " + name + " is there twice");
            }
        } while (in.skip(',') && !in.peekIs('}'));
        in.expect('}');
    }

    private Val flags(ValueType.FlagsOf type) {
        in.expect('{');
        int bits = 0;
        while (!in.skip('}')) {
            int at = in.start();
            String name = in.label("a flag");
            int index = type.names().indexOf(name);
            if (index < 0) {
                throw in.error(at, "there is no flag " + name);
            }
            if ((bits & (1 << index)) != 0) {
                throw in.error(at, "flag " + name + " is there twice");
            }
            bits |= 1 << index;
            if (!in.skip(',')) {
                in.expect('}');
                break;
            }
        }
        return new Val.FlagsVal(bits);
    }

    private Val enumeration(ValueType.EnumOf type) {
        int at = in.start();
        String name = in.label("a name of the enum");
        int index = type.names().indexOf(name);
        if (index < 0) {
            throw in.error(at, "the enum has no " + name);
        }
        return new Val.EnumVal(index);
    }

    private Val variant(ValueType.VariantOf type) {
        int at = in.start();
        String name = in.label("a case of the variant");
        for (int i = 0; i < type.cases().size(); i++) {
            if (type.cases().get(i).name().equals(name)) {
                return new Val.VariantVal(
                        i, payload("case " + name, type.cases().get(i).payload()));
            }
        }
        throw in.error(at, "the variant has no case " + name);
    }

    private Optional<Val> payload(String what, Optional<ValueType> type) {
        if (type.isEmpty()) {
            if (in.peekIs('(')) {
                throw in.error(in.start(), what + " has no payload");
            }
            return Optional.empty();
        }
        in.expect('(');
        Val value = value(type.get());
        in.skip(',');
        in.expect(')');
        return Optional.of(value);
    }

    private Val option(ValueType.OptionOf type) {
        String keyword = in.peekKeyword();
        if ("some".equals(keyword)) {
            in.word("some");
            return new Val.OptionVal(payload("some", Optional.of(type.some())));
        }
        if ("none".equals(keyword)) {
            in.word("none");
            return Val.none();
        }
        return new Val.OptionVal(Optional.of(shortForm(type.some(), "some(..) or none")));
    }

    private Val result(ValueType.ResultOf type) {
        String keyword = in.peekKeyword();
        if (keyword != null && (keyword.equals("ok") || keyword.equals("err"))) {
            in.word(keyword);
            boolean ok = keyword.equals("ok");
            return new Val.ResultVal(ok, payload(keyword, ok ? type.ok() : type.err()));
        }
        if (type.ok().isEmpty()) {
            throw in.unexpected("ok or err");
        }
        return new Val.ResultVal(true, Optional.of(shortForm(type.ok().get(), "ok(..) or err(..)")));
    }

    /** The payload alone, without {@code some} or {@code ok}: allowed unless it is an option or a result itself. */
    private Val shortForm(ValueType payload, String longForm) {
        if (payload instanceof ValueType.OptionOf || payload instanceof ValueType.ResultOf) {
            throw in.unexpected(longForm);
        }
        return value(payload);
    }

    private ResourceRef handle(ValueType.ResourceId resource) {
        int at = in.start();
        in.expect('@');
        String name = in.label("a handle");
        return handles.find(name)
                .orElseThrow(() -> in.error(at, "there is no handle @" + name + " to a " + resource.name()));
    }
}
