#!/usr/bin/env bash
# The memory that kube-scheduler and Kube-Wasm's scheduler take with a large cluster in their caches, on one API server, one
# after the other.
#
# usage: benchmarks/scheduler-memory.sh [NODES [PODS]]     (default 5000 30000)
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
# shellcheck source=benchmarks/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
build_schedulers
cd "$root"
exec "$JAVA_HOME/bin/java" -Xmx2g "${benchmark_flags[@]}" dev.kubewasm.benchmarks.cluster.SchedulerMemoryReport \
  "${1:-5000}" "${2:-30000}" "${scheduler_arguments[@]}"
