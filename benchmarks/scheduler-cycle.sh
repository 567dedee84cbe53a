#!/usr/bin/env bash
# The scheduler's decisions on a cluster in memory of 1,000 nodes: 5,000 independent Pods; in groups of four tied by required
# Pod affinity, decided one by one by kube-scheduler's rules (the peer); in groups of four linked components. The ratio is
# CPU per Pod of the linked groups to that of the groups by affinity. Takes a minute of CPU.
#
# usage: benchmarks/scheduler-cycle.sh [NODES [PODS]]
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
# shellcheck source=benchmarks/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
build_benchmarks
echo "Pods          nodes    Pods   bound     Pods/s  CPU ms/Pod"
for kind in independent affinity linked; do
  "$JAVA_HOME/bin/java" -Xmx2g "${benchmark_flags[@]}" dev.kubewasm.benchmarks.placement.SchedulerCycleReport \
    "${1:-1000}" "${2:-5000}" "$kind"
done | tee >(cat >&2) | awk '
  { cpu[$1] = $6 }
  END { printf "CPU per Pod, linked groups to groups by affinity: %.2f\n", cpu["linked"] / cpu["affinity"] }'
