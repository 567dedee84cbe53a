// Quicksort of 20,000 numbers, short parts by insertion.
#include "kernels.h"

enum { COUNT = 20000, SHORT = 12 };

static int values[COUNT];

static void insertion_sort(int from, int to) {
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

static void quicksort(int from, int to) {
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
  insertion_sort(from, to);
}

EXPORT(sort) u32 sort(u32 iterations) {
  u32 seed = 2;
  u32 sum = 0;
  for (u32 n = 0; n < iterations; n++) {
    for (int i = 0; i < COUNT; i++) {
      values[i] = (int)next_random(&seed) - (1 << 23);
    }
    quicksort(0, COUNT - 1);
    for (int i = 0; i < COUNT; i++) {
      sum = sum * 31 + (u32)values[i];
    }
  }
  return sum;
}
