package dev.kubewasm.runtime.link;

/** Where a component function comes from. */
public sealed interface FunctionRef {
    /** A function that a step lifts. */
    record Lifted(int slot) implements FunctionRef {
        @Override
        public String toString() {
            return "function[" + slot + "]";
        }
    }

    /** A function that the component imports: its number in {@link LinkPlan#importedFunctions()}. */
    record Imported(int index) implements FunctionRef {
        @Override
        public String toString() {
            return "import[" + index + "]";
        }
    }
}
