#!/bin/sh
# Makes the .wasm files of this folder and of ../core; needs wasm-tools on the PATH.
set -eu
cd "$(dirname "$0")"
component() { # name, WIT folder, world
  core=$(mktemp) embedded=$(mktemp)
  wasm-tools parse "$1.wat" -o "$core"
  wasm-tools component embed "$2" --world "$3" "$core" -o "$embedded"
  wasm-tools component new "$embedded" | wasm-tools strip --all -o "$1.wasm"
  rm "$core" "$embedded"
}
component provider wit provider
component consumer wit consumer
component guest wit-host guest
component zoo wit-zoo zoo-keeper
for whole in stillborn alias passer environment wide wide-resource async async-inside async-stream module-importer lifted-again; do
  wasm-tools parse "$whole.wat" | wasm-tools strip --all -o "$whole.wasm"
done
# Its names are what it is for.
wasm-tools parse named.wat -o named.wasm
for wat in ../core/*.wat; do
  wasm-tools parse "$wat" -o "${wat%.wat}.wasm"
done
