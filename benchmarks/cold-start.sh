#!/usr/bin/env bash
# How long it takes from compiled code to an instance that can be called: a component from Rust alone, and a group of four,
# instantiated and linked, many times over and beside wasmtime; and the first time in a process, without compiled code and
# with code found in the cache on disk.
#
# usage: benchmarks/cold-start.sh [TRIALS]      (default 10000; quiet machine wanted)
#
# The components are read from the corpora folder (KUBE_WASM_CORPORA); in wasmtime the group is the composition that is
# there, whose first component is from C.
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
# shellcheck source=benchmarks/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
components=$(find_corpus components) || exit 2
build_benchmarks
find_wasmtime
cache=$(mktemp -d)
trap 'rm -rf "$cache"' EXIT
report() { "$JAVA_HOME/bin/java" "${benchmark_flags[@]}" dev.kubewasm.benchmarks.instances.ColdStartReport "$@"; }

echo "with an empty code cache:"
report first "$components" "$cache"
echo "with code in the cache:"
report first "$components" "$cache"
report first "$components" "$cache"
report trials "$components" "$cache" "${1:-10000}"
