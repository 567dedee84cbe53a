#!/usr/bin/env bash
# Builds the components of this example into the OCI image layout oci/, each from the world that it is about: what is
# wrong here is decided before any call, so every function of theirs traps.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/../tools/components.sh"

# image NAME WIT WORLD PACKAGE
image() {
  dummy "$HERE/wit/$2" "$3" "$BUILD/$1.wasm"
  put_image "registry.example.com/broken/$1:v1.0.0" "$BUILD/$1.wasm" "$4/$3"
}

image invoice missing.wit invoice broken:missing
image greeter ambiguous.wit greeter-provider broken:ambiguous
image lobby ambiguous.wit lobby broken:ambiguous
image quotes mismatch-provider.wit quotes broken:mismatch
image shop mismatch-consumer.wit shop broken:mismatch
image chicken cycle.wit chicken broken:cycle
image egg cycle.wit egg broken:cycle
image model large.wit model-provider broken:large
image recommender large.wit recommender broken:large
image classifier host classifier broken:host
