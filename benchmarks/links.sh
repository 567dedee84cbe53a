#!/usr/bin/env bash
# What a call from one component to another costs, beside the same in wasmtime: nanoseconds and the ratio, for each kind of
# argument, with one link and with 50 taking turns; and calls between components and the host. Each kind has a JVM of its own.
#
# usage: benchmarks/links.sh [CALLS [ROUNDS [NAME]]]   (default 1000000 5; quiet machine wanted; all takes three minutes)
#
# NAME leaves out the calls whose name hasn't it: "string of 16".
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
exec "$JAVA_HOME/bin/java" -Xbatch "${benchmark_flags[@]}" dev.kubewasm.benchmarks.links.LinksReport "${1:-1000000}" "${2:-5}" "${3:-}"
