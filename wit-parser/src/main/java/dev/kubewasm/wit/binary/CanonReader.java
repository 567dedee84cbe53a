package dev.kubewasm.wit.binary;

import dev.kubewasm.wit.binary.AsyncBuiltin.Channel;
import dev.kubewasm.wit.binary.AsyncBuiltin.ChannelOperation;
import dev.kubewasm.wit.binary.AsyncBuiltin.End;
import dev.kubewasm.wit.binary.AsyncBuiltin.Plain;
import dev.kubewasm.wit.binary.AsyncBuiltin.SwitchThread;
import dev.kubewasm.wit.binary.AsyncBuiltin.ThreadSwitch;
import dev.kubewasm.wit.binary.CanonicalFunction.Builtin;
import dev.kubewasm.wit.binary.CanonicalOptions.StringEncoding;
import java.util.OptionalInt;

/** Reads canonical functions. */
final class CanonReader {
    private static final int MAX_OPTIONS = 10;

    private final WasmReader in;
    private final TypeReader types;

    CanonReader(WasmReader in) {
        this.in = in;
        this.types = new TypeReader(in);
    }

    /** One canonical function ({@code canon}). */
    CanonicalFunction function() {
        int at = in.position();
        int code = in.u8();
        return switch (code) {
            case 0x00 -> {
                in.expect(0x00, "the sort of a lift (func)");
                int coreFunction = in.index();
                yield new CanonicalFunction.Lift(coreFunction, options(), in.index());
            }
            case 0x01 -> {
                in.expect(0x00, "the sort of a lower (func)");
                yield new CanonicalFunction.Lower(in.index(), options());
            }
            case 0x02 -> new CanonicalFunction.ResourceNew(in.index());
            case 0x03 -> new CanonicalFunction.ResourceDrop(in.index());
            case 0x04 -> new CanonicalFunction.ResourceRep(in.index());
            default -> new Builtin(builtin(at, code));
        };
    }

    private AsyncBuiltin builtin(int at, int code) {
        return switch (code) {
            case 0x05 -> Plain.TASK_CANCEL;
            case 0x06 -> new AsyncBuiltin.SubtaskCancel(in.flag("async"));
            case 0x09 -> new AsyncBuiltin.TaskReturn(types.resultList(), options());
            case 0x0a -> new AsyncBuiltin.Context(false, new CoreTypeReader(in).valType(), in.index());
            case 0x0b -> new AsyncBuiltin.Context(true, new CoreTypeReader(in).valType(), in.index());
            case 0x0c -> new SwitchThread(ThreadSwitch.YIELD, in.flag("cancellable"));
            case 0x0d -> Plain.SUBTASK_DROP;
            case 0x0e -> new AsyncBuiltin.OnChannel(Channel.STREAM, ChannelOperation.NEW, in.index());
            case 0x0f -> new AsyncBuiltin.Copy(Channel.STREAM, End.READ, in.index(), options());
            case 0x10 -> new AsyncBuiltin.Copy(Channel.STREAM, End.WRITE, in.index(), options());
            case 0x11 -> new AsyncBuiltin.CancelCopy(Channel.STREAM, End.READ, in.index(), in.flag("async"));
            case 0x12 -> new AsyncBuiltin.CancelCopy(Channel.STREAM, End.WRITE, in.index(), in.flag("async"));
            case 0x13 -> new AsyncBuiltin.OnChannel(Channel.STREAM, ChannelOperation.DROP_READABLE, in.index());
            case 0x14 -> new AsyncBuiltin.OnChannel(Channel.STREAM, ChannelOperation.DROP_WRITABLE, in.index());
            case 0x15 -> new AsyncBuiltin.OnChannel(Channel.FUTURE, ChannelOperation.NEW, in.index());
            case 0x16 -> new AsyncBuiltin.Copy(Channel.FUTURE, End.READ, in.index(), options());
            case 0x17 -> new AsyncBuiltin.Copy(Channel.FUTURE, End.WRITE, in.index(), options());
            case 0x18 -> new AsyncBuiltin.CancelCopy(Channel.FUTURE, End.READ, in.index(), in.flag("async"));
            case 0x19 -> new AsyncBuiltin.CancelCopy(Channel.FUTURE, End.WRITE, in.index(), in.flag("async"));
            case 0x1a -> new AsyncBuiltin.OnChannel(Channel.FUTURE, ChannelOperation.DROP_READABLE, in.index());
            case 0x1b -> new AsyncBuiltin.OnChannel(Channel.FUTURE, ChannelOperation.DROP_WRITABLE, in.index());
            case 0x1c -> new AsyncBuiltin.ErrorContext(true, options());
            case 0x1d -> new AsyncBuiltin.ErrorContext(false, options());
            case 0x1e -> Plain.ERROR_CONTEXT_DROP;
            case 0x1f -> Plain.WAITABLE_SET_NEW;
            case 0x20 -> new AsyncBuiltin.WaitableSetWait(false, in.flag("cancellable"), in.index());
            case 0x21 -> new AsyncBuiltin.WaitableSetWait(true, in.flag("cancellable"), in.index());
            case 0x22 -> Plain.WAITABLE_SET_DROP;
            case 0x23 -> Plain.WAITABLE_JOIN;
            case 0x24 -> Plain.BACKPRESSURE_INC;
            case 0x25 -> Plain.BACKPRESSURE_DEC;
            default -> thread(at, code);
        };
    }

    private AsyncBuiltin thread(int at, int code) {
        return switch (code) {
            case 0x26 -> Plain.THREAD_INDEX;
            case 0x27 -> new AsyncBuiltin.ThreadNewIndirect(in.index(), in.index());
            case 0x28 -> Plain.THREAD_RESUME_LATER;
            case 0x29 -> new SwitchThread(ThreadSwitch.SUSPEND, in.flag("cancellable"));
            case 0x2a -> new SwitchThread(ThreadSwitch.SUSPEND_THEN_RESUME, in.flag("cancellable"));
            case 0x2b -> new SwitchThread(ThreadSwitch.YIELD_THEN_RESUME, in.flag("cancellable"));
            case 0x2c -> new SwitchThread(ThreadSwitch.SUSPEND_THEN_PROMOTE, in.flag("cancellable"));
            case 0x2d -> new SwitchThread(ThreadSwitch.YIELD_THEN_PROMOTE, in.flag("cancellable"));
            // As tools write these three today: without the byte for shared that Binary.md has ahead of the operands.
            case 0x40 -> new AsyncBuiltin.ThreadSpawnRef(in.index());
            case 0x41 -> new AsyncBuiltin.ThreadSpawnIndirect(in.index(), in.index());
            case 0x42 -> new AsyncBuiltin.ThreadAvailableParallelism();
            default -> throw in.error(at, "0x%02x is no canonical function".formatted(code));
        };
    }

    private CanonicalOptions options() {
        int count = in.count(MAX_OPTIONS, "canonical options");
        StringEncoding encoding = StringEncoding.UTF8;
        boolean encodingWritten = false;
        OptionalInt memory = OptionalInt.empty();
        OptionalInt realloc = OptionalInt.empty();
        OptionalInt postReturn = OptionalInt.empty();
        boolean async = false;
        OptionalInt callback = OptionalInt.empty();
        OptionalInt coreType = OptionalInt.empty();
        boolean gc = false;
        for (int i = 0; i < count; i++) {
            int at = in.position();
            int code = in.u8();
            switch (code) {
                case 0x00, 0x01, 0x02 -> {
                    StringEncoding given =
                            switch (code) {
                                case 0x00 -> StringEncoding.UTF8;
                                case 0x01 -> StringEncoding.UTF16;
                                default -> StringEncoding.LATIN1_UTF16;
                            };
                    if (encodingWritten) {
                        throw in.error(
                                at, "string encodings %s and %s both given".formatted(encoding.text(), given.text()));
                    }
                    encoding = given;
                    encodingWritten = true;
                }
                case 0x03 -> memory = once(memory, at, "memory");
                case 0x04 -> realloc = once(realloc, at, "realloc");
                case 0x05 -> postReturn = once(postReturn, at, "post-return");
                case 0x06 -> async = once(async, at, "async");
                case 0x07 -> callback = once(callback, at, "callback");
                case 0x08 -> coreType = once(coreType, at, "core-type");
                case 0x09 -> gc = once(gc, at, "gc");
                default -> throw in.error(at, "0x%02x is no canonical option".formatted(code));
            }
        }
        return new CanonicalOptions(
                encoding, encodingWritten, memory, realloc, postReturn, async, callback, coreType, gc);
    }

    private OptionalInt once(OptionalInt before, int at, String option) {
        if (before.isPresent()) {
            throw in.error(at, "canonical option " + option + " given twice");
        }
        return OptionalInt.of(in.index());
    }

    private boolean once(boolean before, int at, String option) {
        if (before) {
            throw in.error(at, "canonical option " + option + " given twice");
        }
        return true;
    }
}
