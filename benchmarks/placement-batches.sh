#!/usr/bin/env bash
# How far placements of whole batches, made with the scheduler's settings, are from what a long search finds, where preferred
# links with traffic, zones, costs of nodes and images weigh. Scores and counts, so that a busy machine doesn't matter.
#
# usage: benchmarks/placement-batches.sh [NODES [STEPS [BATCHES [SIZE...]]]]     (default 200 20000 5 20 50 100 250 500)
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
# shellcheck source=benchmarks/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
build_benchmarks
sizes=("${@:4}")
[ ${#sizes[@]} -gt 0 ] || sizes=(20 50 100 250 500)
exec "$JAVA_HOME/bin/java" -Xmx4g "${benchmark_flags[@]}" \
  dev.kubewasm.benchmarks.placement.BatchGapReport "${1:-200}" "${2:-20000}" "${3:-5}" "${sizes[@]}"
