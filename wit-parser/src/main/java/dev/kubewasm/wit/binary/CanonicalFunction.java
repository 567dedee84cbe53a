package dev.kubewasm.wit.binary;

/** A canonical function ({@code canon}). A lift defines a component function, every other a core function. */
public sealed interface CanonicalFunction {
    /** The spelling of the text format, for example {@code resource.drop}. */
    String text();

    /** Core function {@code coreFunction} as a component function of the function type at {@code type}. */
    record Lift(int coreFunction, CanonicalOptions options, int type) implements CanonicalFunction {
        @Override
        public String text() {
            return "lift";
        }
    }

    /** Component function {@code function} as a core function. */
    record Lower(int function, CanonicalOptions options) implements CanonicalFunction {
        @Override
        public String text() {
            return "lower";
        }
    }

    /** Makes a handle from a representation; the resource type at {@code type} is defined in this component. */
    record ResourceNew(int type) implements CanonicalFunction {
        @Override
        public String text() {
            return "resource.new";
        }
    }

    /** Drops a handle of the resource type at {@code type}. */
    record ResourceDrop(int type) implements CanonicalFunction {
        @Override
        public String text() {
            return "resource.drop";
        }
    }

    /** The representation of a handle; the resource type at {@code type} is defined in this component. */
    record ResourceRep(int type) implements CanonicalFunction {
        @Override
        public String text() {
            return "resource.rep";
        }
    }

    /** A built-in function of the asynchronous ABI, of threads or of error contexts. */
    record Builtin(AsyncBuiltin builtin) implements CanonicalFunction {
        @Override
        public String text() {
            return builtin.text();
        }
    }
}
