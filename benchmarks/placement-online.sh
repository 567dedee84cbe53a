#!/usr/bin/env bash
# Online placement: 100 pending Pods in 20 link groups against many nodes, cycle after cycle, from the news to audited
# decisions, with the settings the scheduler runs with; beside kube-scheduler's algorithm, one Pod at a time; and how the
# score compares with a run of 5 seconds.
#
# usage: benchmarks/placement-online.sh [NODES [BOUND [CYCLES [COMPARED]]]]     (default 5000 40000 500 10; quiet machine wanted)
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
# shellcheck source=benchmarks/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
build_benchmarks
exec "$JAVA_HOME/bin/java" -Xmx4g "${benchmark_flags[@]}" \
  dev.kubewasm.benchmarks.placement.OnlineReport "${1:-5000}" "${2:-40000}" "${3:-500}" "${4:-10}"
