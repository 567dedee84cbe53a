package dev.kubewasm.benchmarks.compute;

/** {@code matrix.c} in Java; each matrix is one array, as it is in memory there. */
final class MatrixKernel {
    private static final int SIZE = 128;

    private final double[] a = new double[SIZE * SIZE];
    private final double[] b = new double[SIZE * SIZE];
    private final double[] product = new double[SIZE * SIZE];

    private MatrixKernel() {}

    static int run(int iterations) {
        return new MatrixKernel().sum(iterations);
    }

    private void multiply() {
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < SIZE; j++) {
                product[i * SIZE + j] = 0;
            }
            for (int k = 0; k < SIZE; k++) {
                double factor = a[i * SIZE + k];
                for (int j = 0; j < SIZE; j++) {
                    product[i * SIZE + j] += factor * b[k * SIZE + j];
                }
            }
        }
    }

    private int sum(int iterations) {
        RandomNumbers random = new RandomNumbers(3);
        for (int i = 0; i < SIZE * SIZE; i++) {
            a[i] = (random.next() & 1023) / 8.0;
            b[i] = (random.next() & 1023) / 8.0;
        }
        int sum = 0;
        for (int n = 0; n < iterations; n++) {
            a[n % SIZE * SIZE] += 1;
            multiply();
            for (int i = 0; i < SIZE; i++) {
                sum = sum * 31 + (int) product[i * SIZE + (i + n % SIZE) % SIZE];
            }
        }
        return sum;
    }
}
