#!/usr/bin/env bash
# Makes what ../e2e.sh updates the catalog to, as the OCI image layout oci/: 1.1.0, which has other prices, and 2.0.0, whose prices
# are of another type; all calls of that one trap. Needs wasm-tools and Python 3.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/../../tools/components.sh"

WIT=$HERE/../wit

wasm-tools parse "$HERE/catalog-1.1.0.wat" -o "$BUILD/catalog-1.1.0.core.wasm"
embed "$WIT" catalog-provider "$BUILD/catalog-1.1.0.core.wasm"
component "$BUILD/catalog-1.1.0.core.wasm" "$BUILD/catalog-1.1.0.wasm"
put_image registry.example.com/pricing/catalog:v1.1.0 "$BUILD/catalog-1.1.0.wasm" example:pricing/catalog-provider

mkdir -p "$BUILD/wit"
sed 's/option<f64>/option<f32>/' "$WIT/pricing.wit" >"$BUILD/wit/pricing.wit"
dummy "$BUILD/wit" catalog-provider "$BUILD/catalog-2.0.0.wasm"
put_image registry.example.com/pricing/catalog:v2.0.0 "$BUILD/catalog-2.0.0.wasm" example:pricing/catalog-provider
