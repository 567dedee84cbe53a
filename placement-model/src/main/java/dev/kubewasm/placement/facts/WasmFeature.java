package dev.kubewasm.placement.facts;

/** A core WebAssembly feature, spelled as wasm-tools spells it, for example {@code simd} or {@code multi-memory}. */
public record WasmFeature(String value) implements Comparable<WasmFeature> {
    @Override
    public int compareTo(WasmFeature other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
