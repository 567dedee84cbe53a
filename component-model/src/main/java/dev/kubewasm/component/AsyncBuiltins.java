package dev.kubewasm.component;

import dev.kubewasm.wit.binary.AsyncBuiltin;
import dev.kubewasm.wit.binary.AsyncBuiltin.Channel;
import dev.kubewasm.wit.binary.AsyncBuiltin.ChannelOperation;
import dev.kubewasm.wit.binary.AsyncBuiltin.End;
import dev.kubewasm.wit.binary.CanonicalOptions;
import dev.kubewasm.wit.binary.CoreExternType;
import dev.kubewasm.wit.binary.CoreTypeDefinition.FunctionType;
import dev.kubewasm.wit.binary.CoreValType;
import dev.kubewasm.wit.binary.CoreValType.Plain;
import dev.kubewasm.wit.binary.Proposal;
import dev.kubewasm.wit.binary.Sort;
import dev.kubewasm.wit.binary.types.Scope;
import dev.kubewasm.wit.binary.types.Shape;
import dev.kubewasm.wit.binary.types.TypeBuilder;
import dev.kubewasm.wit.binary.types.TypeNode.ValueNode;
import dev.kubewasm.wit.binary.types.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks the built-ins of the asynchronous ABI and gives their core types. */
final class AsyncBuiltins {
    private final Scope scope;
    private final CoreScope core;
    private final Canonicals canonicals;
    private final Validation validation;

    AsyncBuiltins(Scope scope, CoreScope core, Canonicals canonicals) {
        this.scope = scope;
        this.core = core;
        this.canonicals = canonicals;
        this.validation = scope.validation();
    }

    FunctionType check(AsyncBuiltin builtin) {
        needed(builtin).forEach(proposal -> validation.require(proposal, builtin.text()));
        return switch (builtin) {
            case AsyncBuiltin.Plain p -> plain(p);
            case AsyncBuiltin.TaskReturn t -> taskReturn(t);
            case AsyncBuiltin.Context c -> context(c);
            case AsyncBuiltin.SubtaskCancel s -> type(1, 1);
            case AsyncBuiltin.OnChannel c -> {
                channel(c.channel(), c.type(), builtin);
                yield c.operation() == ChannelOperation.NEW
                        ? new FunctionType(List.of(), List.of(Plain.I64))
                        : type(1, 0);
            }
            case AsyncBuiltin.Copy c -> copy(c);
            case AsyncBuiltin.CancelCopy c -> {
                channel(c.channel(), c.type(), builtin);
                yield type(1, 1);
            }
            case AsyncBuiltin.ErrorContext e -> errorContext(e);
            case AsyncBuiltin.WaitableSetWait w -> {
                CoreExternType.Memory memory = scope.get(core.memories, Sort.CORE_MEMORY, w.memory());
                yield new FunctionType(List.of(Plain.I32, canonicals.pointer(memory)), List.of(Plain.I32));
            }
            case AsyncBuiltin.SwitchThread s -> type(s.how().takesThread() ? 1 : 0, 1);
            case AsyncBuiltin.ThreadNewIndirect t -> {
                threadFunction(t.coreType(), builtin);
                yield new FunctionType(List.of(table(t.table()), Plain.I32), List.of(Plain.I32));
            }
            case AsyncBuiltin.ThreadSpawnRef t -> {
                threadFunction(t.coreType(), builtin);
                CoreValType function = new CoreValType.Reference(true, false, t.coreType());
                yield new FunctionType(List.of(function, Plain.I32), List.of(Plain.I32));
            }
            case AsyncBuiltin.ThreadSpawnIndirect t -> {
                threadFunction(t.coreType(), builtin);
                yield new FunctionType(List.of(table(t.table()), Plain.I32), List.of(Plain.I32));
            }
            case AsyncBuiltin.ThreadAvailableParallelism t -> type(0, 1);
        };
    }

    /** What a built-in needs. */
    private static List<Proposal> needed(AsyncBuiltin builtin) {
        return switch (builtin) {
            case AsyncBuiltin.Plain p ->
                switch (p) {
                    case ERROR_CONTEXT_DROP -> List.of(Proposal.CM_ERROR_CONTEXT);
                    case THREAD_INDEX, THREAD_RESUME_LATER -> List.of(Proposal.CM_THREADING);
                    default -> List.of(Proposal.CM_ASYNC);
                };
            case AsyncBuiltin.ErrorContext e -> List.of(Proposal.CM_ERROR_CONTEXT);
            case AsyncBuiltin.Context c -> context(c.type() == Plain.I64, c.slot() > 0);
            case AsyncBuiltin.SubtaskCancel s -> moreIf(s.async());
            case AsyncBuiltin.CancelCopy c -> moreIf(c.async());
            // It is the synchronous form of a copy that is the later addition.
            case AsyncBuiltin.Copy c -> moreIf(!c.options().async());
            case AsyncBuiltin.SwitchThread s
            when s.how() == AsyncBuiltin.ThreadSwitch.YIELD -> List.of(Proposal.CM_ASYNC);
            case AsyncBuiltin.SwitchThread s -> List.of(Proposal.CM_THREADING);
            case AsyncBuiltin.ThreadNewIndirect t -> List.of(Proposal.CM_THREADING);
            case AsyncBuiltin.ThreadSpawnRef t -> List.of(Proposal.SHARED_EVERYTHING_THREADS);
            case AsyncBuiltin.ThreadSpawnIndirect t -> List.of(Proposal.SHARED_EVERYTHING_THREADS);
            case AsyncBuiltin.ThreadAvailableParallelism t -> List.of(Proposal.SHARED_EVERYTHING_THREADS);
            case AsyncBuiltin.TaskReturn t -> List.of(Proposal.CM_ASYNC);
            case AsyncBuiltin.OnChannel c -> List.of(Proposal.CM_ASYNC);
            case AsyncBuiltin.WaitableSetWait w -> List.of(Proposal.CM_ASYNC);
        };
    }

    private static List<Proposal> moreIf(boolean more) {
        return more ? List.of(Proposal.CM_ASYNC, Proposal.CM_MORE_ASYNC_BUILTINS) : List.of(Proposal.CM_ASYNC);
    }

    private static List<Proposal> context(boolean wide, boolean secondSlot) {
        List<Proposal> needed = new ArrayList<>(List.of(Proposal.CM_ASYNC));
        if (wide) {
            needed.add(Proposal.CM64);
        }
        if (secondSlot) {
            needed.add(Proposal.CM_THREADING);
        }
        return needed;
    }

    private static FunctionType type(int params, int results) {
        return new FunctionType(
                java.util.Collections.nCopies(params, Plain.I32), java.util.Collections.nCopies(results, Plain.I32));
    }

    private static FunctionType plain(AsyncBuiltin.Plain p) {
        return switch (p) {
            case BACKPRESSURE_INC, BACKPRESSURE_DEC, TASK_CANCEL -> type(0, 0);
            case SUBTASK_DROP, ERROR_CONTEXT_DROP, WAITABLE_SET_DROP, THREAD_RESUME_LATER -> type(1, 0);
            case WAITABLE_SET_NEW, THREAD_INDEX -> type(0, 1);
            case WAITABLE_JOIN -> type(2, 0);
        };
    }

    private FunctionType taskReturn(AsyncBuiltin.TaskReturn t) {
        Optional<ValueNode> result = t.result().map(new TypeBuilder(scope)::use);
        CanonicalOptions options = t.options();
        CoreValType pointer = canonicals.check(options, t.text());
        canonicals.refuse(options.realloc(), t.text(), "realloc");
        canonicals.refuse(options.postReturn(), t.text(), "post-return");
        canonicals.refuse(options.callback(), t.text(), "callback");
        if (options.async()) {
            throw validation.error(t.text() + ": option async isn't allowed");
        }
        if (result.map(ValueNode::hasBorrow).orElse(false)) {
            throw validation.error(t.text() + ": the result can't contain a borrow handle");
        }
        canonicals.withoutCoreType(options, t.text());
        if (options.gc()) {
            return canonicals.gcFunction(result.stream().toList(), Optional.empty(), options, t.text());
        }
        Optional<List<CoreValType>> flat =
                new Flattening(pointer, validation).flatten(result.stream().toList(), Flattening.MAX_PARAMS);
        boolean needsMemory =
                flat.isEmpty() || result.map(ValueNode::hasPointer).orElse(false);
        canonicals.require(options.memory(), needsMemory, t.text(), "memory");
        return new FunctionType(flat.orElse(List.of(pointer)), List.of());
    }

    private FunctionType context(AsyncBuiltin.Context c) {
        if (c.type() != Plain.I32 && c.type() != Plain.I64) {
            throw validation.error(c.text() + ": the type must be i32 or i64");
        }
        if (c.slot() > 1) {
            throw validation.error("%s: slot %d, but only 0 and 1 are there".formatted(c.text(), c.slot()));
        }
        CoreValType before = core.contextType.orElse(c.type());
        if (!before.equals(c.type())) {
            throw validation.error(
                    "%s: type %s, but %s before in this component".formatted(c.text(), c.type(), before));
        }
        core.contextType = Optional.of(c.type());
        return c.set()
                ? new FunctionType(List.of(c.type()), List.of())
                : new FunctionType(List.of(), List.of(c.type()));
    }

    private Shape.Channel channel(Channel channel, int type, AsyncBuiltin builtin) {
        boolean stream = channel == Channel.STREAM;
        if (scope.type(type) instanceof ValueNode v && v.shape() instanceof Shape.Channel c && c.stream() == stream) {
            return c;
        }
        throw validation.error(
                "%s: type %d is no %s type".formatted(builtin.text(), type, stream ? "stream" : "future"));
    }

    private FunctionType copy(AsyncBuiltin.Copy c) {
        Shape.Channel shape = channel(c.channel(), c.type(), c);
        CanonicalOptions options = c.options();
        CoreValType pointer = canonicals.check(options, c.text());
        canonicals.refuse(options.postReturn(), c.text(), "post-return");
        canonicals.refuse(options.callback(), c.text(), "callback");
        canonicals.require(options.memory(), shape.element().isPresent(), c.text(), "memory");
        boolean pointers = shape.element().map(ValueNode::hasPointer).orElse(false);
        canonicals.require(options.realloc(), pointers && c.end() == End.READ, c.text(), "realloc");
        FunctionType type = c.channel() == Channel.STREAM
                ? new FunctionType(List.of(Plain.I32, pointer, pointer), List.of(pointer))
                : new FunctionType(List.of(Plain.I32, pointer), List.of(Plain.I32));
        return canonicals.declared(options, type, c.text());
    }

    private FunctionType errorContext(AsyncBuiltin.ErrorContext e) {
        CanonicalOptions options = e.options();
        CoreValType pointer = canonicals.check(options, e.text());
        canonicals.refuse(options.postReturn(), e.text(), "post-return");
        canonicals.refuse(options.callback(), e.text(), "callback");
        if (options.async()) {
            throw validation.error(e.text() + ": option async isn't allowed");
        }
        canonicals.require(options.memory(), true, e.text(), "memory");
        canonicals.require(options.realloc(), !e.create(), e.text(), "realloc");
        FunctionType type = e.create()
                ? new FunctionType(List.of(pointer, pointer), List.of(Plain.I32))
                : new FunctionType(List.of(Plain.I32, pointer), List.of());
        return canonicals.declared(options, type, e.text());
    }

    private void threadFunction(int coreType, AsyncBuiltin builtin) {
        FunctionType type = canonicals.coreFunctionType(coreType);
        boolean good = type.results().isEmpty()
                && (type.params().equals(List.of(Plain.I32)) || type.params().equals(List.of(Plain.I64)));
        if (!good) {
            throw validation.error("%s: core type %d must be [i32] -> []".formatted(builtin.text(), coreType));
        }
    }

    private CoreValType table(int index) {
        CoreExternType.Table table = scope.get(core.tables, Sort.CORE_TABLE, index);
        if (!(table.element() instanceof CoreValType.Reference r) || r.heapType() != -0x10) {
            throw validation.error("core table %d doesn't hold functions".formatted(index));
        }
        return table.limits().index64() ? Plain.I64 : Plain.I32;
    }
}
