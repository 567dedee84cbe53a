#!/bin/sh
# Makes the folders beside this file: each script as a list of commands and the binaries it names.
set -eu
cd "$(dirname "$0")"
for script in components failing core imports; do
  rm -rf "$script"
  mkdir "$script"
  WAST_STRICT_COMPONENT_INDICES=1 wasm-tools json-from-wast --pretty --wasm-dir "$script" \
    -o "$script/$script.json" "$script.wast"
done
