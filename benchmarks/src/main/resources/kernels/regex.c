// Finds regular expressions in 16 KiB of text by backtracking: characters, '.', classes such as [a-z0-9_], '*', '+' and '?'.
#include "kernels.h"

enum { LENGTH = 16384 };

static u8 text[LENGTH];

static const char *const PATTERNS[] = {"[a-z0-9]+@[a-z]+.[a-z]+ ", "[0-9][0-9]?-[0-9]+-[0-9]*5", "a.*b+c?d", "x[^ ]*y[^ ]*z"};

// The pattern's next element is [pattern, end).
static const char *element_end(const char *pattern) {
  if (*pattern != '[') {
    return pattern + 1;
  }
  while (*pattern != ']') {
    pattern++;
  }
  return pattern + 1;
}

static int matches_element(const char *pattern, u8 c) {
  if (*pattern == '.') {
    return c != '\n';
  }
  if (*pattern != '[') {
    return *pattern == c;
  }
  int found = 1;
  pattern++;
  if (*pattern == '^') {
    found = 0;
    pattern++;
  }
  while (*pattern != ']') {
    if (pattern[1] == '-') {
      if (c >= pattern[0] && c <= pattern[2]) {
        return found;
      }
      pattern += 3;
    } else {
      if (c == *pattern) {
        return found;
      }
      pattern++;
    }
  }
  return !found;
}

// Where the match that begins at 'at' ends; -1 if there is none.
static int match(const char *pattern, int at) {
  while (*pattern != 0) {
    const char *end = element_end(pattern);
    if (*end == '*' || *end == '+' || *end == '?') {
      int least = *end == '+';
      int most = *end == '?' ? 1 : LENGTH;
      int count = 0;
      while (count < most && at + count < LENGTH && matches_element(pattern, text[at + count])) {
        count++;
      }
      for (; count >= least; count--) {
        int rest = match(end + 1, at + count);
        if (rest >= 0) {
          return rest;
        }
      }
      return -1;
    }
    if (at == LENGTH || !matches_element(pattern, text[at])) {
      return -1;
    }
    pattern = end;
    at++;
  }
  return at;
}

static u32 find_all(const char *pattern) {
  u32 sum = 0;
  int at = 0;
  while (at < LENGTH) {
    int end = match(pattern, at);
    if (end > at) {
      sum = sum * 31 + (u32)(at ^ end);
      at = end;
    } else {
      at++;
    }
  }
  return sum;
}

EXPORT(regex) u32 regex(u32 iterations) {
  static const char ALPHABET[] = "abcdefghijklmnopqrstuvwxyz0123456789@@--..      ";
  u32 seed = 4;
  for (int i = 0; i < LENGTH; i++) {
    text[i] = i % 64 == 63 ? '\n' : (u8)ALPHABET[next_random(&seed) % (sizeof ALPHABET - 1)];
  }
  u32 sum = 0;
  for (u32 n = 0; n < iterations; n++) {
    text[n * 37 % LENGTH] = 'a' + n % 26;
    for (int i = 0; i < 4; i++) {
      sum = sum * 31 + find_all(PATTERNS[i]);
    }
  }
  return sum;
}
