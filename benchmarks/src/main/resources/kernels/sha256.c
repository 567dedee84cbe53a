// SHA-256 of a 16 KiB message, whose first bytes become the digest before.
#include "kernels.h"

enum { LENGTH = 16384 };

static const u32 K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
    0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
    0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08,
    0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static u8 message[LENGTH + 64];
static u32 digest[8];

static inline u32 rotate(u32 x, int by) { return x >> by | x << (32 - by); }

static void block(const u8 *data) {
  u32 w[64];
  for (int i = 0; i < 16; i++) {
    w[i] = (u32)data[4 * i] << 24 | (u32)data[4 * i + 1] << 16 | (u32)data[4 * i + 2] << 8 | data[4 * i + 3];
  }
  for (int i = 16; i < 64; i++) {
    u32 s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
    u32 s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  u32 a = digest[0], b = digest[1], c = digest[2], d = digest[3];
  u32 e = digest[4], f = digest[5], g = digest[6], h = digest[7];
  for (int i = 0; i < 64; i++) {
    u32 t1 = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i];
    u32 t2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = d + t1;
    d = c;
    c = b;
    b = a;
    a = t1 + t2;
  }
  digest[0] += a;
  digest[1] += b;
  digest[2] += c;
  digest[3] += d;
  digest[4] += e;
  digest[5] += f;
  digest[6] += g;
  digest[7] += h;
}

EXPORT(sha256) u32 sha256(u32 iterations) {
  u32 seed = 1;
  for (int i = 0; i < LENGTH; i++) {
    message[i] = (u8)next_random(&seed);
  }
  // The padding of a message whose length is a multiple of the block's: one bit, then the length in bits.
  message[LENGTH] = 0x80;
  message[LENGTH + 61] = LENGTH * 8 >> 16 & 255;
  message[LENGTH + 62] = LENGTH * 8 >> 8 & 255;
  u32 sum = 0;
  for (u32 n = 0; n < iterations; n++) {
    static const u32 START[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    for (int i = 0; i < 8; i++) {
      digest[i] = START[i];
    }
    for (int at = 0; at < LENGTH + 64; at += 64) {
      block(message + at);
    }
    for (int i = 0; i < 8; i++) {
      message[i] = (u8)(digest[i] >> 24);
      sum += digest[i];
    }
  }
  return sum;
}
