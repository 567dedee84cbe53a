// Multiplies two matrices of 128 x 128 doubles, row by row.
#include "kernels.h"

enum { SIZE = 128 };

static double a[SIZE][SIZE];
static double b[SIZE][SIZE];
static double product[SIZE][SIZE];

static void multiply(void) {
  for (int i = 0; i < SIZE; i++) {
    for (int j = 0; j < SIZE; j++) {
      product[i][j] = 0;
    }
    for (int k = 0; k < SIZE; k++) {
      double factor = a[i][k];
      for (int j = 0; j < SIZE; j++) {
        product[i][j] += factor * b[k][j];
      }
    }
  }
}

EXPORT(matrix) u32 matrix(u32 iterations) {
  u32 seed = 3;
  for (int i = 0; i < SIZE; i++) {
    for (int j = 0; j < SIZE; j++) {
      a[i][j] = (int)(next_random(&seed) & 1023) / 8.0;
      b[i][j] = (int)(next_random(&seed) & 1023) / 8.0;
    }
  }
  u32 sum = 0;
  for (u32 n = 0; n < iterations; n++) {
    a[n % SIZE][0] += 1;
    multiply();
    for (int i = 0; i < SIZE; i++) {
      sum = sum * 31 + (u32)(int)product[i][(i + (int)(n % SIZE)) % SIZE];
    }
  }
  return sum;
}
