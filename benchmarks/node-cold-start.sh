#!/usr/bin/env bash
# How long Pods of the pricing service's calculator take on a runtime node from being bound to the first answer, its steps apart,
# with the image pulled and compiled before: of the agent, with a cluster in memory, and of the node's program on a real API server,
# called by the kubelet's API; and beside it the same logic as a static program in a container, where runc is.
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
"$JAVA_HOME/bin/java" -Xmx1g "${node_flags[@]}" dev.kubewasm.benchmarks.node.NodeReport \
  cold-start "$root/examples/pricing/oci" "$folder" "${1:-1000}"
mkdir "$folder/program"
(cd "$root" && mvn -q -B -pl node-app -am package -Dmaven.test.skip=true -Dspotless.check.skip=true) </dev/null
(cd "$root" && "$JAVA_HOME/bin/java" "${benchmark_flags[@]}" dev.kubewasm.benchmarks.node.ProgramReport \
  cold-start "$root/examples/pricing/oci" "$folder/program" "${1:-1000}")
measure_containers "$folder" "${2:-50}" 10
