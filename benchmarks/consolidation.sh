#!/usr/bin/env bash
# How few nodes are enough: 500 services as containers and as components, with links and without, and 20 generated clusters;
# beside each number the lower bound of Martello and Toth in each resource, and what first fit takes.
#
# usage: benchmarks/consolidation.sh [CLUSTERS]      (default 20, the k-th needs 100 k nodes; takes 5 minutes of CPU)
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
# shellcheck source=benchmarks/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
build_benchmarks
exec "$JAVA_HOME/bin/java" -Xmx4g "${benchmark_flags[@]}" dev.kubewasm.benchmarks.placement.ConsolidationReport "${1:-20}"
