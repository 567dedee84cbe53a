#!/usr/bin/env bash
# The offline start for 500 and 5,000 nodes and 5,000 to 100,000 Pods in link groups, each in a process of its own with 4 GiB
# of heap; beside first fit, which knows no links. Takes 3 minutes of CPU.
#
# usage: benchmarks/placement-scale.sh
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
# shellcheck source=benchmarks/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
build_benchmarks
echo " nodes    Pods    wall s    CPU s  unplaced  peer CPU unplaced  ratio"
for nodes in 500 5000; do
  for pods in 5000 50000 100000; do
    "$JAVA_HOME/bin/java" -Xmx4g "${benchmark_flags[@]}" dev.kubewasm.benchmarks.placement.ScaleReport "$nodes" "$pods"
  done
done | tee >(cat >&2) | awk '
  { x = log($2); y = log($4); n[$1]++; sx[$1] += x; sy[$1] += y; sxx[$1] += x * x; sxy[$1] += x * y
    if (n[$1] > 1) last[$1] = (y - py[$1]) / (x - px[$1])
    px[$1] = x; py[$1] = y }
  END { for (k in n) printf "slope of CPU time against Pods, %d nodes: %.2f, between the last two: %.2f (1 is linear)\n",
          k, (n[k] * sxy[k] - sx[k] * sy[k]) / (n[k] * sxx[k] - sx[k] ^ 2), last[k] }'
