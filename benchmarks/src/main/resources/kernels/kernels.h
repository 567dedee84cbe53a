// What the kernels share: exports, and numbers that look random and are the same everywhere.
#pragma once

typedef unsigned char u8;
typedef unsigned int u32;

#define EXPORT(name) __attribute__((export_name(#name)))

static inline u32 next_random(u32 *state) {
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}
