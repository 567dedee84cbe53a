package dev.kubewasm.benchmarks.compute;

/** {@code sort.c} in Java. */
final class SortKernel {
    private static final int COUNT = 20_000;
    private static final int SHORT = 12;

    private final int[] values = new int[COUNT];

    private SortKernel() {}

    static int run(int iterations) {
        return new SortKernel().sum(iterations);
    }

    private void insertionSort(int from, int to) {
        for (int i = from + 1; i <= to; i++) {
            int value = values[i];
            int j = i - 1;
            while (j >= from && values[j] > value) {
                values[j + 1] = values[j];
                j--;
            }
            values[j + 1] = value;
        }
    }

    private void quicksort(int first, int to) {
        int from = first;
        while (to - from > SHORT) {
            int pivot = values[from + (to - from) / 2];
            int i = from;
            int j = to;
            while (i <= j) {
                while (values[i] < pivot) {
                    i++;
                }
                while (values[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    int swapped = values[i];
                    values[i] = values[j];
                    values[j] = swapped;
                    i++;
                    j--;
                }
            }
            quicksort(from, j);
            from = i;
        }
        insertionSort(from, to);
    }

    private int sum(int iterations) {
        RandomNumbers random = new RandomNumbers(2);
        int sum = 0;
        for (int n = 0; n < iterations; n++) {
            for (int i = 0; i < COUNT; i++) {
                values[i] = random.next() - (1 << 23);
            }
            quicksort(0, COUNT - 1);
            for (int i = 0; i < COUNT; i++) {
                sum = sum * 31 + values[i];
            }
        }
        return sum;
    }
}
