#!/usr/bin/env bash
# Makes the component of this folder, and of it the OCI image layout oci/. Needs wasm-tools and Python 3.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/../../examples/tools/components.sh"

wasm-tools parse "$HERE/faulty.wat" -o "$BUILD/faulty.core.wasm"
embed "$HERE/wit" faulty "$BUILD/faulty.core.wasm"
component "$BUILD/faulty.core.wasm" "$BUILD/faulty.wasm"
wasm-tools strip --all "$BUILD/faulty.wasm" -o "$BUILD/faulty.wasm"
put_image registry.example.com/kube/faulty:v1 "$BUILD/faulty.wasm" kube:faulty/faulty
