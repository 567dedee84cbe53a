#!/usr/bin/env bash
# Makes the components of this folder, and of them the OCI image layout oci/. Needs wasm-tools and Python 3.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/../../../../../examples/tools/components.sh"

# image NAME WORLD : NAME.wat to the image registry.example.com/test/NAME:v1
image() {
  wasm-tools parse "$HERE/$1.wat" -o "$BUILD/$1.core.wasm"
  embed "$HERE/wit" "$2" "$BUILD/$1.core.wasm"
  component "$BUILD/$1.core.wasm" "$BUILD/$1.wasm"
  wasm-tools strip --all "$BUILD/$1.wasm" -o "$BUILD/$1.wasm"
  put_image "registry.example.com/test/$1:v1" "$BUILD/$1.wasm" "test:node/$2"
}

image counter provider
image relay consumer
image succeeds command
image errs command
image traps command
image spins command
image traps-at-start provider
image spins-at-start provider
image stuck provider
image calls caller
image leaks command
image roomy provider
image fills-a-table command
image hoards hoarder
