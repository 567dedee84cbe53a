#!/usr/bin/env bash
# Kube-Wasm's scheduler beside kube-scheduler on one API server: Pods bound a second and CPU per Pod, for independent Pods, Pods
# with required affinity, and groups of four that belong on one node; and what the API server can do at most.
#
# usage: benchmarks/throughput.sh [NODES [PODS [ROUNDS [WORKLOAD...]]]]
#        (default 1000 5000 3, all of independent, affinity, groups; quiet machine wanted)
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
# shellcheck source=benchmarks/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
build_schedulers
cd "$root"
exec "$JAVA_HOME/bin/java" -Xmx2g "${benchmark_flags[@]}" dev.kubewasm.benchmarks.cluster.ThroughputReport \
  "${1:-1000}" "${2:-5000}" "${3:-3}" "${scheduler_arguments[@]}" "${@:4}"
