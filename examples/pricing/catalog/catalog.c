// The price list: a component in freestanding C, its export written straight against the Component Model's canonical ABI
// (no libc, no generated bindings). Strings arrive as UTF-8 in this module's memory, put there by way of cabi_realloc.

#include <stddef.h>
#include <stdint.h>

#define PAGE 65536u

// Arguments live until the call that they belong to returns, so one arena that is emptied at the end of each call will do.
// A component instance is entered by one call at a time.
extern unsigned char __heap_base;
static uintptr_t arena_end;

static void arena_reset(void) {
  arena_end = (uintptr_t)&__heap_base;
}

__attribute__((export_name("cabi_realloc"))) void *cabi_realloc(void *old, size_t old_size, size_t align, size_t size) {
  if (arena_end == 0) arena_reset();
  if (size <= old_size) return old;
  uintptr_t start = (arena_end + align - 1) & ~(uintptr_t)(align - 1);
  uintptr_t end = start + size;
  uintptr_t limit = __builtin_wasm_memory_size(0) * (uintptr_t)PAGE;
  if (start < arena_end || end < start) __builtin_trap();
  if (end > limit && __builtin_wasm_memory_grow(0, (end - limit + PAGE - 1) / PAGE) == (size_t)-1) __builtin_trap();
  for (size_t i = 0; i < old_size; i++) ((unsigned char *)start)[i] = ((unsigned char *)old)[i];
  arena_end = end;
  return (void *)start;
}

static const struct {
  const char *sku;
  size_t length;
  double price;
} PRICES[] = {
    {"a", 1, 10.0},
    {"b", 1, 25.5},
    {"c", 1, 99.99},
    {"widget", 6, 4.25},
};

static int equal(const char *left, const char *right, size_t length) {
  for (size_t i = 0; i < length; i++) {
    if (left[i] != right[i]) return 0;
  }
  return 1;
}

// option<f64> in memory: the discriminant in the first byte, the payload at its own alignment.
typedef struct {
  uint8_t is_some;
  double value;
} option_f64;

// "promo-X" is X at the same base price; what the promotion takes off is the discounts component's business.
__attribute__((export_name("example:pricing/catalog#base-price"))) option_f64 *base_price(const char *sku, size_t length) {
  static option_f64 result;
  result = (option_f64){0, 0.0};
  if (length > 6 && equal(sku, "promo-", 6)) {
    sku += 6;
    length -= 6;
  }
  for (size_t i = 0; i < sizeof PRICES / sizeof *PRICES; i++) {
    if (PRICES[i].length == length && equal(PRICES[i].sku, sku, length)) {
      result = (option_f64){1, PRICES[i].price};
      break;
    }
  }
  arena_reset();
  return &result;
}
