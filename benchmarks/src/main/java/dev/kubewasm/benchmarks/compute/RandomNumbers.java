package dev.kubewasm.benchmarks.compute;

/** The numbers of {@code next_random} in {@code kernels.h}. */
final class RandomNumbers {
    private int state;

    RandomNumbers(int seed) {
        state = seed;
    }

    /** Of 24 bits. */
    int next() {
        state = state * 1664525 + 1013904223;
        return state >>> 8;
    }
}
