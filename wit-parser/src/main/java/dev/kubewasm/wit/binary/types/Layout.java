package dev.kubewasm.wit.binary.types;

import java.util.List;

/**
 * Size and alignment of a value type in a linear memory with 64-bit addresses, where every type is largest
 * (CanonicalABI.md, element size). Used for the limit on sizes alone.
 */
record Layout(long size, int alignment) {
    /** The size that no type may reach: 2^28 bytes. */
    static final long SIZE_LIMIT = 1L << 28;

    static Layout of(Shape shape) {
        return switch (shape) {
            case Shape.Primitive p -> primitive(p);
            case Shape.RecordOf r ->
                sequence(r.fields().stream().map(f -> f.type().layout()).toList());
            case Shape.Tuple t ->
                sequence(t.elements().stream().map(TypeNode.ValueNode::layout).toList());
            case Shape.Variant v ->
                variant(
                        v.cases().size(),
                        v.parts().stream().map(TypeNode.ValueNode::layout).toList());
            case Shape.Labels l -> labels(l);
            case Shape.Wrap w ->
                w.wrapper() == Shape.Wrapper.LIST
                        ? new Layout(16, 8)
                        : variant(2, List.of(w.part().layout()));
            case Shape.FixedList f -> times(f.element().layout(), f.length());
            case Shape.MapOf m -> new Layout(16, 8);
            case Shape.Result r ->
                variant(2, r.parts().stream().map(TypeNode.ValueNode::layout).toList());
            case Shape.Handle h -> new Layout(4, 4);
            case Shape.Channel c -> new Layout(4, 4);
        };
    }

    private static Layout primitive(Shape.Primitive p) {
        return switch (p.type()) {
            case BOOL, S8, U8 -> new Layout(1, 1);
            case S16, U16 -> new Layout(2, 2);
            case S32, U32, F32, CHAR, ERROR_CONTEXT -> new Layout(4, 4);
            case S64, U64, F64 -> new Layout(8, 8);
            case STRING -> new Layout(16, 8);
        };
    }

    private static Layout labels(Shape.Labels l) {
        int count = l.names().size();
        int bytes = l.flags() ? (count <= 8 ? 1 : count <= 16 ? 2 : 4) : discriminant(count);
        return new Layout(bytes, bytes);
    }

    private static int discriminant(int cases) {
        return cases <= 1 << 8 ? 1 : cases <= 1 << 16 ? 2 : 4;
    }

    private static Layout sequence(List<Layout> parts) {
        long size = 0;
        int alignment = 1;
        for (Layout part : parts) {
            size = capped(align(size, part.alignment) + part.size);
            alignment = Math.max(alignment, part.alignment);
        }
        return new Layout(align(size, alignment), alignment);
    }

    private static Layout variant(int cases, List<Layout> payloads) {
        int tag = discriminant(cases);
        int payloadAlignment = 1;
        long payload = 0;
        for (Layout part : payloads) {
            payload = Math.max(payload, part.size);
            payloadAlignment = Math.max(payloadAlignment, part.alignment);
        }
        int alignment = Math.max(tag, payloadAlignment);
        return new Layout(capped(align(align(tag, payloadAlignment) + payload, alignment)), alignment);
    }

    private static Layout times(Layout element, long length) {
        // Both factors are below 2^33, so that the product can't overflow.
        return new Layout(capped(element.size * length), element.alignment);
    }

    private static long capped(long size) {
        return Math.min(size, SIZE_LIMIT);
    }

    private static long align(long size, int alignment) {
        return (size + alignment - 1) / alignment * alignment;
    }
}
