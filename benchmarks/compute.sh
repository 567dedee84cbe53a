#!/usr/bin/env bash
# What computing costs in a component: SHA-256, sorting, matrices, regular expressions and JSON as WebAssembly here, the same
# binary in wasmtime, and the same algorithms in plain Java: microseconds and the ratios.
#
# usage: benchmarks/compute.sh [MILLISECONDS [ROUNDS]]    (default 500 7; quiet machine wanted; takes a minute)
#
# wasmtime's library is taken from KUBE_WASM_WASMTIME, or from the Python package wasmtime.
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
# shellcheck source=benchmarks/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
build_benchmarks
find_wasmtime
# Compiling in the foreground: how warm the code is depends on calls made then, not on what else the machine does.
exec "$JAVA_HOME/bin/java" -Xbatch "${benchmark_flags[@]}" dev.kubewasm.benchmarks.compute.ComputeReport "${1:-500}" "${2:-7}"
