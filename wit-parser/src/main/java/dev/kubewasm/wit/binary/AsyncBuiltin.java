package dev.kubewasm.wit.binary;

import java.util.Optional;

/**
 * The built-in functions of the asynchronous ABI, of threads and of error contexts. They are decoded and validated; a
 * runtime without them refuses the component naming {@link #text()}.
 */
public sealed interface AsyncBuiltin {
    /** The spelling of the text format, for example {@code stream.read}. */
    String text();

    /** A built-in without operands. */
    enum Plain implements AsyncBuiltin {
        BACKPRESSURE_INC("backpressure.inc"),
        BACKPRESSURE_DEC("backpressure.dec"),
        TASK_CANCEL("task.cancel"),
        SUBTASK_DROP("subtask.drop"),
        ERROR_CONTEXT_DROP("error-context.drop"),
        WAITABLE_SET_NEW("waitable-set.new"),
        WAITABLE_SET_DROP("waitable-set.drop"),
        WAITABLE_JOIN("waitable.join"),
        THREAD_INDEX("thread.index"),
        THREAD_RESUME_LATER("thread.resume-later");

        private final String text;

        Plain(String text) {
            this.text = text;
        }

        @Override
        public String text() {
            return text;
        }
    }

    /** {@code task.return}. */
    record TaskReturn(Optional<ValType> result, CanonicalOptions options) implements AsyncBuiltin {
        @Override
        public String text() {
            return "task.return";
        }
    }

    /** {@code context.get} and {@code context.set}. */
    record Context(boolean set, CoreValType type, int slot) implements AsyncBuiltin {
        @Override
        public String text() {
            return set ? "context.set" : "context.get";
        }
    }

    /** {@code subtask.cancel}. */
    record SubtaskCancel(boolean async) implements AsyncBuiltin {
        @Override
        public String text() {
            return "subtask.cancel";
        }
    }

    /** What a copy goes through. */
    enum Channel {
        STREAM("stream"),
        FUTURE("future");

        private final String text;

        Channel(String text) {
            this.text = text;
        }
    }

    /** Operations that take nothing but the type. */
    enum ChannelOperation {
        NEW("new"),
        DROP_READABLE("drop-readable"),
        DROP_WRITABLE("drop-writable");

        private final String text;

        ChannelOperation(String text) {
            this.text = text;
        }
    }

    /** Which end of a stream or a future. */
    enum End {
        READ("read"),
        WRITE("write");

        private final String text;

        End(String text) {
            this.text = text;
        }
    }

    /** {@code stream.new}, {@code future.drop-readable} and so on; {@code type} is a type index. */
    record OnChannel(Channel channel, ChannelOperation operation, int type) implements AsyncBuiltin {
        @Override
        public String text() {
            return channel.text + "." + operation.text;
        }
    }

    /** {@code stream.read}, {@code future.write} and so on; {@code type} is a type index. */
    record Copy(Channel channel, End end, int type, CanonicalOptions options) implements AsyncBuiltin {
        @Override
        public String text() {
            return channel.text + "." + end.text;
        }
    }

    /** {@code stream.cancel-read} and so on; {@code type} is a type index. */
    record CancelCopy(Channel channel, End end, int type, boolean async) implements AsyncBuiltin {
        @Override
        public String text() {
            return channel.text + ".cancel-" + end.text;
        }
    }

    /** {@code error-context.new} and {@code error-context.debug-message}. */
    record ErrorContext(boolean create, CanonicalOptions options) implements AsyncBuiltin {
        @Override
        public String text() {
            return create ? "error-context.new" : "error-context.debug-message";
        }
    }

    /** {@code waitable-set.wait} and {@code waitable-set.poll}; {@code memory} is a core memory index. */
    record WaitableSetWait(boolean poll, boolean cancellable, int memory) implements AsyncBuiltin {
        @Override
        public String text() {
            return poll ? "waitable-set.poll" : "waitable-set.wait";
        }
    }

    /** How the running thread gives way. */
    enum ThreadSwitch {
        YIELD("thread.yield"),
        SUSPEND("thread.suspend"),
        SUSPEND_THEN_RESUME("thread.suspend-then-resume"),
        YIELD_THEN_RESUME("thread.yield-then-resume"),
        SUSPEND_THEN_PROMOTE("thread.suspend-then-promote"),
        YIELD_THEN_PROMOTE("thread.yield-then-promote");

        private final String text;

        ThreadSwitch(String text) {
            this.text = text;
        }

        public boolean takesThread() {
            return this != YIELD && this != SUSPEND;
        }
    }

    /** {@code thread.yield}, {@code thread.suspend} and so on. */
    record SwitchThread(ThreadSwitch how, boolean cancellable) implements AsyncBuiltin {
        @Override
        public String text() {
            return how.text;
        }
    }

    /** {@code thread.new-indirect}; a core type index and a core table index. */
    record ThreadNewIndirect(int coreType, int table) implements AsyncBuiltin {
        @Override
        public String text() {
            return "thread.new-indirect";
        }
    }

    /** {@code thread.spawn-ref}; a core type index. */
    record ThreadSpawnRef(int coreType) implements AsyncBuiltin {
        @Override
        public String text() {
            return "thread.spawn-ref";
        }
    }

    /** {@code thread.spawn-indirect}; a core type index and a core table index. */
    record ThreadSpawnIndirect(int coreType, int table) implements AsyncBuiltin {
        @Override
        public String text() {
            return "thread.spawn-indirect";
        }
    }

    /** {@code thread.available-parallelism}. */
    record ThreadAvailableParallelism() implements AsyncBuiltin {
        @Override
        public String text() {
            return "thread.available-parallelism";
        }
    }
}
