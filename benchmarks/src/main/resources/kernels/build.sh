#!/usr/bin/env bash
# Makes kernels.wasm, a component, of the sources beside it. Needs wasm-tools, and clang with lld or zig (pip install ziglang).
set -euo pipefail
cd "$(dirname "$0")"

flags=(-std=c17 -Wall -Wextra -Werror -O2 -ffreestanding -fno-builtin -ffp-contract=off -nostdlib
  -mbulk-memory -msign-ext '-Wl,--no-entry' '-Wl,--strip-all' '-Wl,-z,stack-size=65536')
core=$(mktemp)
trap 'rm -f "$core"' EXIT
for compiler in "${CLANG:-}" clang-22 clang; do
  if command -v "$compiler" >/dev/null; then
    compile=("$compiler" --target=wasm32 --no-wasm-opt)
    break
  fi
done
if [ -z "${compile:-}" ]; then
  compile=("${ZIG:-python-zig}" cc --target=wasm32-freestanding -mcpu=mvp)
fi
"${compile[@]}" "${flags[@]}" -o "$core" sha256.c sort.c matrix.c regex.c json.c
wasm-tools component embed kernels.wit --world kernels "$core" | wasm-tools component new - | wasm-tools strip --all -o kernels.wasm
wasm-tools validate kernels.wasm
