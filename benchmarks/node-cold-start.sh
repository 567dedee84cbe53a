#!/usr/bin/env bash
# How long Pods of the pricing service's calculator take on a runtime node from being bound to the first answer, its steps apart,
# with the image pulled and compiled before; and beside it the same logic as a static program in a container, where runc is.
#
# usage: benchmarks/node-cold-start.sh [PODS [CONTAINERS]]      (default 1000 50; quiet machine wanted)
#
# Wanted: p50 of 10 ms, p99 of 50 ms. Published of Wasm components beside containers: 270 times less.
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
# shellcheck source=benchmarks/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
build_benchmarks
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx1g "${benchmark_flags[@]}" dev.kubewasm.benchmarks.node.NodeReport \
  cold-start "$root/examples/pricing/oci" "$folder" "${1:-1000}"
measure_containers "$folder" "${2:-50}" 10
