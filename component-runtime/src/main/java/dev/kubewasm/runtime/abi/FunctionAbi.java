package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.CoreFuncType;
import dev.kubewasm.runtime.engine.CoreFuncType.CoreType;
import dev.kubewasm.runtime.value.FuncType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the values of one function type are passed (CanonicalABI.md, "Flattening"): a plan, made once. */
public final class FunctionAbi {
    private static final int MAX_FLAT_PARAMS = 16;
    private static final int MAX_FLAT_RESULTS = 1;

    private final FuncType type;
    private final FieldsCodec params;
    private final Optional<Codec> result;
    private final boolean flatParams;
    private final boolean flatResult;
    private final CoreFuncType loweredType;
    private final CoreFuncType liftedType;
    private final CoreFuncType postReturnType;
    private volatile @Nullable AdapterShape shape;

    /** The plan for {@code type}. */
    FunctionAbi(FuncType type, Codecs codecs) {
        this.type = type;
        this.params =
                FieldsCodec.ofRecord(type.paramTypes().stream().map(codecs::of).toList());
        this.result = type.result().map(codecs::of);
        this.flatParams = params.flat().size() <= MAX_FLAT_PARAMS;
        this.flatResult = result.isEmpty() || result.get().flat().size() <= MAX_FLAT_RESULTS;
        // A component calls with an address where the result is to go; the implementation returns one.
        this.loweredType = coreType(true);
        this.liftedType = coreType(false);
        this.postReturnType = new CoreFuncType(liftedType.results(), List.of());
    }

    /** The function type. */
    public FuncType type() {
        return type;
    }

    FieldsCodec params() {
        return params;
    }

    Optional<Codec> result() {
        return result;
    }

    /** Whether the parameters are passed as core values, not in memory. */
    boolean flatParams() {
        return flatParams;
    }

    /** Whether the result is passed as a core value, or there is none. */
    boolean flatResult() {
        return flatResult;
    }

    boolean hasBorrow() {
        return params.hasBorrow();
    }

    /** The number of core values that the callee takes. */
    int calleeWords() {
        return flatParams ? params.flat().size() : 1;
    }

    /** The type of the core function that implements a function of this type. */
    CoreFuncType liftedType() {
        return liftedType;
    }

    /** The type of {@code post-return} for functions of this type. */
    CoreFuncType postReturnType() {
        return postReturnType;
    }

    /** The type of the core function by which a component calls a function of this type. */
    CoreFuncType loweredType() {
        return loweredType;
    }

    /** The shape of adapters for functions of this type; made when the first is. */
    AdapterShape shape() {
        AdapterShape known = shape;
        if (known == null) {
            known = AdapterShape.of(this);
            shape = known;
        }
        return known;
    }

    private CoreFuncType coreType(boolean withResultAddress) {
        List<CoreType> words = new ArrayList<>(flatParams ? params.flat() : List.of(CoreType.I32));
        if (!flatResult && withResultAddress) {
            words.add(CoreType.I32);
        }
        List<CoreType> flat = flatResult ? result.map(Codec::flat).orElse(List.of()) : List.of(CoreType.I32);
        return new CoreFuncType(words, !flatResult && withResultAddress ? List.of() : flat);
    }
}
