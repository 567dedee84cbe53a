#!/usr/bin/env bash
# Builds the components of this example from source into the OCI image layout oci/.
# Usage: ./build.sh [catalog|discounts|calculator|storefront]...    (none named: all four)
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/../tools/components.sh"

WIT=$HERE/wit

catalog() { # C
  c_core "$HERE/catalog/catalog.c" "$BUILD/catalog.core.wasm"
  embed "$WIT" catalog-provider "$BUILD/catalog.core.wasm"
  component "$BUILD/catalog.core.wasm" "$BUILD/catalog.wasm"
  publish catalog catalog-provider
}

discounts() { # Zig
  zig_core "$HERE/discounts/discounts.zig" "$BUILD/discounts.core.wasm"
  embed "$WIT" discounts-provider "$BUILD/discounts.core.wasm"
  component "$BUILD/discounts.core.wasm" "$BUILD/discounts.wasm"
  publish discounts discounts-provider
}

calculator() { # Rust, bindings by wit-bindgen, no host interface
  rust_core calculator wasm32-unknown-unknown "$BUILD/calculator.core.wasm"
  component "$BUILD/calculator.core.wasm" "$BUILD/calculator.wasm"
  publish calculator pricing-engine
}

storefront() { # Rust, bindings by wit-bindgen, WASI by way of the standard library
  rust_core storefront wasm32-wasip1 "$BUILD/storefront.core.wasm"
  component "$BUILD/storefront.core.wasm" "$BUILD/storefront.wasm" --adapt "wasi_snapshot_preview1=$(wasi_adapter)"
  publish storefront storefront
}

publish() {
  put_image "registry.example.com/pricing/$1:v1.0.0" "$BUILD/$1.wasm" "example:pricing/$2"
}

[ $# -gt 0 ] || set -- catalog discounts calculator storefront
for name; do
  case $name in
    catalog | discounts | calculator | storefront) "$name" ;;
    *) die "no component is called '$name': catalog, discounts, calculator or storefront" ;;
  esac
done
