// Parses about 32 KB of JSON that it wrote before, and sums what is in it.
#include "kernels.h"

enum { RECORDS = 300, ROOM = 65536 };

static u8 text[ROOM];
static int length;
static int at;
static u32 sum;
static double total;

static void put(const char *string) {
  while (*string != 0) {
    text[length++] = (u8)*string++;
  }
}

static void put_number(u32 number) {
  u8 digits[10];
  int count = 0;
  do {
    digits[count++] = (u8)('0' + number % 10);
    number /= 10;
  } while (number != 0);
  while (count > 0) {
    text[length++] = digits[--count];
  }
}

static void generate(void) {
  u32 seed = 5;
  length = 0;
  put("[");
  for (int i = 0; i < RECORDS; i++) {
    put(i == 0 ? "\n" : ",\n");
    put("  {\"id\": ");
    put_number((u32)i);
    put(", \"name\": \"item \\u00e9 ");
    put_number(next_random(&seed) % 100000);
    put("\\n\", \"price\": ");
    put_number(next_random(&seed) % 1000);
    put(".");
    put_number(10 + next_random(&seed) % 90);
    put(", \"stock\": [");
    for (u32 j = next_random(&seed) % 5; j > 0; j--) {
      put("-");
      put_number(next_random(&seed) % 500);
      put(j > 1 ? ", " : "");
    }
    put(next_random(&seed) % 2 == 0 ? "], \"sold\": true}" : "], \"sold\": null}");
  }
  put("\n]");
}

static void space(void) {
  while (at < length && (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r')) {
    at++;
  }
}

static int take(u8 c) {
  if (at < length && text[at] == c) {
    at++;
    return 1;
  }
  return 0;
}

static int word(const char *expected) {
  while (*expected != 0) {
    if (!take((u8)*expected++)) {
      return 0;
    }
  }
  return 1;
}

static u32 hex(u8 c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; }

static int string(void) {
  if (!take('"')) {
    return 0;
  }
  u32 hash = 0;
  while (at < length && text[at] != '"') {
    u32 c = text[at++];
    if (c == '\\') {
      c = text[at++];
      switch (c) {
        case 'n':
          c = '\n';
          break;
        case 't':
          c = '\t';
          break;
        case 'u':
          c = hex(text[at]) << 12 | hex(text[at + 1]) << 8 | hex(text[at + 2]) << 4 | hex(text[at + 3]);
          at += 4;
          break;
        default:
          break;
      }
    }
    hash = hash * 31 + c;
  }
  sum += hash;
  return take('"');
}

static int number(void) {
  int negative = take('-');
  int start = at;
  double value = 0;
  while (at < length && text[at] >= '0' && text[at] <= '9') {
    value = value * 10 + (text[at++] - '0');
  }
  if (at == start) {
    return 0;
  }
  if (take('.')) {
    double scale = 1;
    while (at < length && text[at] >= '0' && text[at] <= '9') {
      scale /= 10;
      value += (text[at++] - '0') * scale;
    }
  }
  total += negative ? -value : value;
  return 1;
}

static int value(void);

static int array(void) {
  at++;
  space();
  if (take(']')) {
    return 1;
  }
  for (;;) {
    if (!value()) {
      return 0;
    }
    space();
    if (take(']')) {
      return 1;
    }
    if (!take(',')) {
      return 0;
    }
  }
}

static int object(void) {
  at++;
  space();
  if (take('}')) {
    return 1;
  }
  for (;;) {
    space();
    if (!string()) {
      return 0;
    }
    space();
    if (!take(':') || !value()) {
      return 0;
    }
    space();
    if (take('}')) {
      return 1;
    }
    if (!take(',')) {
      return 0;
    }
  }
}

static int value(void) {
  space();
  if (at == length) {
    return 0;
  }
  switch (text[at]) {
    case '{':
      return object();
    case '[':
      return array();
    case '"':
      return string();
    case 't':
      sum += 1;
      return word("true");
    case 'f':
      sum += 2;
      return word("false");
    case 'n':
      sum += 3;
      return word("null");
    default:
      return number();
  }
}

EXPORT(json) u32 json(u32 iterations) {
  generate();
  sum = 0;
  for (u32 n = 0; n < iterations; n++) {
    at = 0;
    total = 0;
    if (!value()) {
      return 0;
    }
    // A digit of the first record's number: the text isn't the same each time.
    text[11] = (u8)('0' + n % 10);
    sum = sum * 31 + (u32)(int)(total * 100);
  }
  return sum;
}
