#!/usr/bin/env bash
# Builds the component of this example from source into the OCI image layout oci/.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/../tools/components.sh"

rust_core price-calc wasm32-unknown-unknown "$BUILD/price-calc.core.wasm"
component "$BUILD/price-calc.core.wasm" "$BUILD/price-calc.wasm"
put_image oci.example.com/services/price-calc:v2.1.0 "$BUILD/price-calc.wasm" example:pricing/price-calc
