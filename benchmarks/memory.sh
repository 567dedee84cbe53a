#!/usr/bin/env bash
# What instances of a component from Rust keep in memory: the process's resident set with many at once, and how it splits;
# and that opening and closing very many in a row leaves nothing behind.
#
# usage: benchmarks/memory.sh [KEPT [CLOSED]]      (default 1000 100000)
#
# Measured with the serial collector, which nodes use too (their image's entry point); the report names it. With the JVM's
# default collector an instance takes more. The component is read from the corpora folder (KUBE_WASM_CORPORA).
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
# shellcheck source=benchmarks/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
components=$(find_corpus components) || exit 2
build_benchmarks
# Linear memories are arrays of a megabyte and more. The default collector keeps each in regions of its own, which wastes up
# to half of them; the serial one packs them.
exec "$JAVA_HOME/bin/java" "${node_flags[@]}" \
  dev.kubewasm.benchmarks.instances.MemoryReport "$components" "${1:-1000}" "${2:-100000}"
