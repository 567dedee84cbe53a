package dev.kubewasm.component;

import dev.kubewasm.wit.binary.CanonicalFunction;
import dev.kubewasm.wit.binary.CanonicalOptions;
import dev.kubewasm.wit.binary.CoreExternType;
import dev.kubewasm.wit.binary.CoreTypeDefinition.FunctionType;
import dev.kubewasm.wit.binary.CoreValType;
import dev.kubewasm.wit.binary.CoreValType.Plain;
import dev.kubewasm.wit.binary.Proposal;
import dev.kubewasm.wit.binary.Sort;
import dev.kubewasm.wit.binary.types.CoreTypes;
import dev.kubewasm.wit.binary.types.Scope;
import dev.kubewasm.wit.binary.types.Shape;
import dev.kubewasm.wit.binary.types.TypeBuilder;
import dev.kubewasm.wit.binary.types.TypeNode.FuncNode;
import dev.kubewasm.wit.binary.types.TypeNode.ResourceNode;
import dev.kubewasm.wit.binary.types.TypeNode.ValueNode;
import dev.kubewasm.wit.binary.types.Validation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Checks canonical functions and adds them to their index space (CanonicalABI.md, canonical definitions). */
final class Canonicals {
    private final Scope scope;
    private final CoreScope core;
    private final Validation validation;

    Canonicals(Scope scope, CoreScope core) {
        this.scope = scope;
        this.core = core;
        this.validation = scope.validation();
    }

    void add(CanonicalFunction function) {
        switch (function) {
            case CanonicalFunction.Lift lift -> lift(lift);
            case CanonicalFunction.Lower lower -> core.functions.add(lower(lower));
            case CanonicalFunction.ResourceNew r ->
                define(List.of(localResource(r.type(), function)), List.of(Plain.I32));
            case CanonicalFunction.ResourceRep r ->
                define(List.of(Plain.I32), List.of(localResource(r.type(), function)));
            case CanonicalFunction.ResourceDrop r -> {
                new TypeBuilder(scope).resourceAt(r.type());
                define(List.of(Plain.I32), List.of());
            }
            case CanonicalFunction.Builtin b ->
                core.functions.add(new AsyncBuiltins(scope, core, this).check(b.builtin()));
        }
    }

    private void define(List<CoreValType> params, List<CoreValType> results) {
        core.functions.add(new FunctionType(params, results));
    }

    private CoreValType localResource(int type, CanonicalFunction function) {
        ResourceNode resource = new TypeBuilder(scope).resourceAt(type);
        CoreValType representation = core.local.get(resource.resource());
        if (representation == null) {
            throw validation.error(
                    "%s: type %d is no resource type of this component".formatted(function.text(), type));
        }
        return representation;
    }

    private void lift(CanonicalFunction.Lift lift) {
        if (!(scope.type(lift.type()) instanceof FuncNode type)) {
            throw validation.error("lift: type %d is no function type".formatted(lift.type()));
        }
        FunctionType actual = scope.get(core.functions, Sort.CORE_FUNC, lift.coreFunction());
        CanonicalOptions options = lift.options();
        CoreValType pointer = check(options, "lift");
        refuse(options.coreType(), "lift", "core-type");
        if (options.gc()) {
            liftGc(type, actual, options);
            return;
        }
        Flattening flattening = new Flattening(pointer, validation);
        if (options.async()) {
            asyncLift(type, options);
        } else if (options.callback().isPresent()) {
            throw validation.error("lift: option callback needs option async");
        }
        boolean needsRealloc = flattening.spillsParams(type, false) || pointers(type);
        boolean resultInMemory = (options.async() ? flattening.spillsTaskResult(type) : flattening.spillsResult(type))
                || type.result().map(ValueNode::hasPointer).orElse(false);
        require(options.memory(), needsRealloc || resultInMemory, "lift", "memory");
        require(options.realloc(), needsRealloc, "lift", "realloc");
        FunctionType expected = flattening.lifted(type, options);
        if (!actual.equals(expected)) {
            throw validation.error("lift: core func %d is %s -> %s, expected %s -> %s"
                    .formatted(
                            lift.coreFunction(),
                            actual.params(),
                            actual.results(),
                            expected.params(),
                            expected.results()));
        }
        options.postReturn().ifPresent(f -> {
            if (options.async()) {
                throw validation.error("lift: option post-return isn't allowed with async");
            }
            signature(f, "post-return", new FunctionType(actual.results(), List.of()));
        });
    }

    private void liftGc(FuncNode type, FunctionType actual, CanonicalOptions options) {
        if (options.async()) {
            asyncLift(type, options);
        } else if (options.callback().isPresent()) {
            throw validation.error("lift: option callback needs option async");
        }
        core.home(actual)
                .ifPresent(home -> new GcTypes(options, validation).function(types(type), type.result(), actual, home));
        options.postReturn().ifPresent(f -> {
            if (options.async()) {
                throw validation.error("lift: option post-return isn't allowed with async");
            }
            signature(f, "post-return", new FunctionType(actual.results(), List.of()));
        });
    }

    private static List<ValueNode> types(FuncNode type) {
        return type.params().stream().map(Shape.Field::type).toList();
    }

    private void asyncLift(FuncNode type, CanonicalOptions options) {
        if (!type.async()) {
            throw validation.error("lift: option async needs an async function type");
        }
        if (options.callback().isEmpty()) {
            validation.require(Proposal.CM_ASYNC_STACKFUL, "an async lift without callback");
        }
        options.callback()
                .ifPresent(f -> signature(
                        f, "callback", new FunctionType(List.of(Plain.I32, Plain.I32, Plain.I32), List.of(Plain.I32))));
    }

    private FunctionType lower(CanonicalFunction.Lower lower) {
        FuncNode type = scope.get(scope.functions(), Sort.FUNC, lower.function());
        CanonicalOptions options = lower.options();
        CoreValType pointer = check(options, "lower");
        refuse(options.postReturn(), "lower", "post-return");
        refuse(options.callback(), "lower", "callback");
        if (options.async() && !type.async()) {
            throw validation.error("lower: option async needs an async function type");
        }
        if (options.gc()) {
            return gcFunction(types(type), type.result(), options, "lower");
        }
        withoutCoreType(options, "lower");
        Flattening flattening = new Flattening(pointer, validation);
        boolean resultPointers = type.result().map(ValueNode::hasPointer).orElse(false);
        boolean resultInMemory = options.async() ? type.result().isPresent() : flattening.spillsResult(type);
        boolean needsMemory =
                flattening.spillsParams(type, options.async()) || pointers(type) || resultInMemory || resultPointers;
        require(options.memory(), needsMemory, "lower", "memory");
        require(options.realloc(), resultPointers, "lower", "realloc");
        return flattening.lowered(type, options);
    }

    private static boolean pointers(FuncNode type) {
        return type.params().stream().anyMatch(p -> p.type().hasPointer());
    }

    /** The declared type of a core function that passes these values as GC references. */
    FunctionType gcFunction(List<ValueNode> params, Optional<ValueNode> result, CanonicalOptions options, String what) {
        if (options.coreType().isEmpty()) {
            throw validation.error(what + ": option gc needs option core-type");
        }
        int index = options.coreType().getAsInt();
        FunctionType declared = coreFunctionType(index);
        Scope home = ((Scope.CoreType.Defined) scope.coreTypes().get(index)).home();
        new GcTypes(options, validation).function(params, result, declared, GcTypes.Home.ofScope(home));
        return declared;
    }

    /** Fails if a core type is declared where the function's own type follows from its component type. */
    void withoutCoreType(CanonicalOptions options, String what) {
        if (options.coreType().isPresent() && !options.gc()) {
            throw validation.error(what + ": option core-type needs option gc");
        }
    }

    /** The core function's type, which is {@code actual}: also if another one equal to it is declared. */
    FunctionType declared(CanonicalOptions options, FunctionType actual, String what) {
        withoutCoreType(options, what);
        if (options.gc() && options.coreType().isEmpty()) {
            throw validation.error(what + ": option gc needs option core-type");
        }
        if (options.coreType().isPresent()
                && !coreFunctionType(options.coreType().getAsInt()).equals(actual)) {
            throw validation.error(
                    "%s: the declared core type isn't %s -> %s".formatted(what, actual.params(), actual.results()));
        }
        return actual;
    }

    /** The core function type at {@code index} of the core type index space. */
    FunctionType coreFunctionType(int index) {
        Scope.CoreType type = scope.get(scope.coreTypes(), Sort.CORE_TYPE, index);
        return type instanceof Scope.CoreType.Defined d
                ? CoreTypes.function(d.type())
                        .orElseThrow(() -> validation.error("core type %d is no function type".formatted(index)))
                : fail("core type %d is a module type".formatted(index));
    }

    private FunctionType fail(String problem) {
        throw validation.error(problem);
    }

    /** Checks what options refer to; returns the type of pointers. */
    CoreValType check(CanonicalOptions options, String what) {
        if (options.async()) {
            validation.require(Proposal.CM_ASYNC, "option async");
        }
        if (options.gc() || options.coreType().isPresent()) {
            validation.require(Proposal.CM_GC, "option gc or core-type");
        }
        CoreValType pointer = Plain.I32;
        if (options.memory().isPresent()) {
            var memory =
                    scope.get(core.memories, Sort.CORE_MEMORY, options.memory().getAsInt());
            pointer = pointer(memory);
        }
        if (options.realloc().isPresent()) {
            if (options.memory().isEmpty()) {
                throw validation.error(what + ": option realloc needs option memory");
            }
            signature(
                    options.realloc().getAsInt(),
                    "realloc",
                    new FunctionType(List.of(pointer, pointer, pointer, pointer), List.of(pointer)));
        }
        return pointer;
    }

    /** The type of addresses in a memory that canonical functions use. */
    CoreValType pointer(CoreExternType.Memory memory) {
        if (memory.limits().shared()) {
            throw validation.error("the memory of a canonical function must not be shared");
        }
        if (memory.limits().index64()) {
            validation.require(Proposal.CM64, "a memory of 64-bit addresses");
            return Plain.I64;
        }
        return Plain.I32;
    }

    private void signature(int function, String option, FunctionType expected) {
        FunctionType actual = scope.get(core.functions, Sort.CORE_FUNC, function);
        if (!actual.equals(expected)) {
            throw validation.error("option %s: core func %d is %s -> %s, expected %s -> %s"
                    .formatted(
                            option,
                            function,
                            actual.params(),
                            actual.results(),
                            expected.params(),
                            expected.results()));
        }
    }

    /** Fails if an option is needed and not there. */
    void require(OptionalInt option, boolean needed, String what, String name) {
        if (needed && option.isEmpty()) {
            throw validation.error("%s: option %s is required".formatted(what, name));
        }
    }

    /** Fails if an option is there that has no place. */
    void refuse(OptionalInt option, String what, String name) {
        if (option.isPresent()) {
            throw validation.error("%s: option %s isn't allowed".formatted(what, name));
        }
    }
}
