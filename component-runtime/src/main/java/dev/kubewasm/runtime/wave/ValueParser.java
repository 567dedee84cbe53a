package dev.kubewasm.runtime.wave;

import dev.kubewasm.runtime.value.ResourceRef;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.value.ValueType.Primitive;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads values by recursive descent along their types (wasm-wave's {@code parser.rs} and {@code ast.rs}). */
final class ValueParser {
    private static final Val NONE = Val.none();

    private final Source source;
    private final Tokens tokens;
    private final LabelIndex labels = new LabelIndex();
    private final HandleNames handles;
    private int depth;
    private int values;

    ValueParser(Source source, HandleNames handles) {
        this.source = source;
        this.tokens = new Tokens(source);
        this.handles = handles;
    }

    Tokens tokens() {
        return tokens;
    }

    /** The value, and nothing after it. */
    Val only(ValueType type) {
        Val value = value(type);
        tokens.expect(Token.Kind.END);
        return value;
    }

    /** A value. */
    Val value(ValueType type) {
        int at = tokens.peek().start();
        if (depth == Wave.MAX_DEPTH) {
            throw source.error(at, "values nested at most " + Wave.MAX_DEPTH + " deep", "one more level");
        }
        depth++;
        count(at);
        Val value = body(type);
        depth--;
        return value;
    }

    /** {@code none} for a field or argument of an {@code option} type that is left out at {@code at}. */
    Val omitted(int at) {
        count(at);
        return NONE;
    }

    private void count(int at) {
        if (++values > Wave.MAX_VALUES) {
            throw source.error(at, "at most " + Wave.MAX_VALUES + " values", "more");
        }
    }

    private Val body(ValueType type) {
        if (!Opening.fits(type, tokens)) {
            throw source.error(tokens.peek().start(), TypeText.of(type), tokens.describeValue());
        }
        return switch (type) {
            case Primitive p -> primitive(p);
            case ValueType.ListOf l -> list(l.element());
            case ValueType.MapOf m -> list(new ValueType.TupleOf(List.of(m.key(), m.value())));
            case ValueType.FixedListOf l -> fixedList(l);
            case ValueType.TupleOf t -> tuple(t);
            case ValueType.RecordOf r -> record(r);
            case ValueType.VariantOf v -> variant(v);
            case ValueType.EnumOf e -> new Val.EnumVal(label(labels.of(e), e));
            case ValueType.FlagsOf f -> flags(f);
            case ValueType.OptionOf o -> option(o);
            case ValueType.ResultOf r -> result(r);
            case ValueType.Own own -> new Val.Own(handle());
            case ValueType.Borrow borrow -> new Val.Borrow(handle());
        };
    }

    private Val primitive(Primitive type) {
        Token token = tokens.take();
        return switch (type) {
            case BOOL -> new Val.Bool(tokens.is(token, "true"));
            case F32, F64 -> Numbers.floating(source, token, type);
            case CHAR -> new Val.Char(Literals.character(source, token));
            case STRING -> new Val.Str(Literals.string(source, token));
            default -> Numbers.integer(source, token, type);
        };
    }

    private Val list(ValueType element) {
        tokens.take();
        if (element == Primitive.U8) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            tokens.sequence(Token.Kind.BRACKET_CLOSE, () -> bytes.write(octet()));
            return new Val.Bytes(bytes.toByteArray());
        }
        List<Val> items = new ArrayList<>();
        tokens.sequence(Token.Kind.BRACKET_CLOSE, () -> items.add(value(element)));
        return new Val.ListVal(items);
    }

    private byte octet() {
        Token token = tokens.peek();
        if (token.kind() != Token.Kind.NUMBER) {
            throw source.error(token.start(), Primitive.U8.text(), tokens.describeValue());
        }
        return Numbers.octet(source, tokens.take());
    }

    private Val fixedList(ValueType.FixedListOf type) {
        int start = tokens.peek().start();
        Val list = list(type.element());
        int length = list instanceof Val.Bytes b
                ? b.value().length
                : ((Val.ListVal) list).items().size();
        if (length != type.length()) {
            throw source.error(start, TypeText.of(type), length + " elements");
        }
        return list;
    }

    private Val tuple(ValueType.TupleOf type) {
        tokens.take();
        List<ValueType> types = type.elements();
        List<Val> elements = new ArrayList<>(types.size());
        Token close = tokens.sequence(Token.Kind.PAREN_CLOSE, () -> {
            if (elements.size() == types.size()) {
                tokens.expect(Token.Kind.PAREN_CLOSE);
            }
            elements.add(value(types.get(elements.size())));
        });
        if (elements.size() < types.size()) {
            throw source.error(
                    close.start(), TypeText.of(type), "the end after " + elements.size() + " of its elements");
        }
        return new Val.TupleVal(elements);
    }

    private Val record(ValueType.RecordOf type) {
        tokens.take();
        Map<Integer, Val> given = new HashMap<>();
        Token close = tokens.accept(Token.Kind.COLON) ? tokens.expect(Token.Kind.BRACE_CLOSE) : fields(type, given);
        List<Val> fields = new ArrayList<>(type.fields().size());
        for (ValueType.Field field : type.fields()) {
            Val value = given.get(fields.size());
            if (value == null && !(field.type() instanceof ValueType.OptionOf)) {
                throw source.error(
                        close.start(),
                        "field `" + TypeText.ofField(field.name(), field.type()) + "`",
                        "the record's end");
            }
            fields.add(value == null ? omitted(close.start()) : value);
        }
        return new Val.RecordVal(fields);
    }

    /** At least one field: braces with nothing between them are flags. */
    private Token fields(ValueType.RecordOf type, Map<Integer, Val> given) {
        if (tokens.at(Token.Kind.BRACE_CLOSE)) {
            throw source.error(
                    tokens.peek().start(), "a field of " + TypeText.of(type) + ", or `{:}` without any", "`}`");
        }
        return tokens.sequence(Token.Kind.BRACE_CLOSE, () -> {
            Token label = tokens.peek();
            int index = label(labels.of(type), type);
            if (given.containsKey(index)) {
                throw twice(label);
            }
            tokens.expect(Token.Kind.COLON);
            given.put(index, value(type.fields().get(index).type()));
        });
    }

    private Val flags(ValueType.FlagsOf type) {
        tokens.take();
        int[] bits = {0};
        tokens.sequence(Token.Kind.BRACE_CLOSE, () -> {
            Token label = tokens.peek();
            int bit = 1 << label(labels.of(type), type);
            if ((bits[0] & bit) != 0) {
                throw twice(label);
            }
            bits[0] |= bit;
        });
        return new Val.FlagsVal(bits[0]);
    }

    private Val variant(ValueType.VariantOf type) {
        int index = label(labels.of(type), type);
        return new Val.VariantVal(index, payload(type.cases().get(index).payload()));
    }

    private Val option(ValueType.OptionOf type) {
        Token token = tokens.peek();
        if (tokens.is(token, "none")) {
            tokens.take();
            return NONE;
        }
        if (tokens.is(token, "some")) {
            tokens.take();
            return new Val.OptionVal(payload(Optional.of(type.some())));
        }
        return Val.some(body(type.some()));
    }

    private Val result(ValueType.ResultOf type) {
        Token token = tokens.peek();
        if (tokens.is(token, "ok")) {
            tokens.take();
            return new Val.ResultVal(true, payload(type.ok()));
        }
        if (tokens.is(token, "err")) {
            tokens.take();
            return new Val.ResultVal(false, payload(type.err()));
        }
        return Val.ok(body(type.ok().orElseThrow()));
    }

    private Optional<Val> payload(Optional<ValueType> type) {
        Token token = tokens.peek();
        if (type.isEmpty()) {
            if (token.kind() == Token.Kind.PAREN_OPEN) {
                throw source.error(token.start(), "no payload", "`(`");
            }
            return Optional.empty();
        }
        if (token.kind() != Token.Kind.PAREN_OPEN) {
            throw source.error(
                    token.start(), "`(` and a payload of " + TypeText.of(type.get()), tokens.describe(token));
        }
        tokens.take();
        Val value = value(type.get());
        tokens.expect(Token.Kind.PAREN_CLOSE);
        return Optional.of(value);
    }

    /** The position of the label that comes next. */
    private int label(LabelIndex.Positions positions, ValueType type) {
        Token token = tokens.peek();
        if (token.kind() != Token.Kind.WORD) {
            throw source.error(token.start(), "a label of " + TypeText.of(type), tokens.describe(token));
        }
        return positions
                .of(tokens.label(tokens.take()))
                .orElseThrow(
                        () -> source.error(token.start(), "a label of " + TypeText.of(type), tokens.describe(token)));
    }

    private WaveException twice(Token label) {
        return source.error(label.start(), "each label once", tokens.describe(label) + " again");
    }

    private ResourceRef handle() {
        Token token = tokens.take();
        return handles.named(source.text().substring(token.start() + 1, token.end()))
                .orElseThrow(() -> source.error(token.start(), "a handle that is known", tokens.describe(token)));
    }
}
