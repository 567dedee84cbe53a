#!/usr/bin/env bash
# What Pods of the pricing service's calculator keep in memory on a runtime node with one CPU and 2 GiB, of which its program gives
# the JVM's heap 60 percent: of the agent, with a cluster in memory, and of the node's program on a real API server; 200, 500, as many
# as fit (the agent alone); what the program asks of the API server for each of 200 Pods; and beside it the same logic as containers,
# where runc is.
#
# usage: benchmarks/density.sh [PODS...]      (default 200 500 0; 0 is as many as fit)
#
# Wanted: 3 MiB a Pod at 500, the JVM included. Published of Wasm components: 7.2 MB; beside containers 20 times less.
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
# shellcheck source=benchmarks/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
build_benchmarks
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
[ $# -gt 0 ] || set -- 200 500 0
"$JAVA_HOME/bin/java" -XX:ActiveProcessorCount=1 -XX:MaxRAM=2g -XX:MaxRAMPercentage=60 "${node_flags[@]}" \
  dev.kubewasm.benchmarks.node.NodeReport density "$root/examples/pricing/oci" "$folder" "$@"
mkdir "$folder/program"
(cd "$root" && mvn -q -B -pl node-app -am package -Dmaven.test.skip=true -Dspotless.check.skip=true) </dev/null
mapfile -t numbers < <(printf '%s\n' "$@" | grep -vx 0)
if [ "${#numbers[@]}" != 0 ]; then
  (cd "$root" && "$JAVA_HOME/bin/java" "${benchmark_flags[@]}" dev.kubewasm.benchmarks.node.ProgramReport \
    density "$root/examples/pricing/oci" "$folder/program" "${numbers[@]}")
fi
mkdir "$folder/load"
(cd "$root" && "$JAVA_HOME/bin/java" "${benchmark_flags[@]}" dev.kubewasm.benchmarks.node.ApiLoadReport \
  "$root/examples/pricing/oci" "$folder/load" 200)
measure_containers "$folder" 1 50
