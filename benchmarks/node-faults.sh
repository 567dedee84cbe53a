#!/usr/bin/env bash
# Whether what happens to others on a runtime node is felt by a Pod: how long its calls take while 500 Pods come and go at once,
# while the cluster takes no status, the registry is away and the node's disk is full, and while neighbours loop, leak, trap, flood
# their logs and open 10,000 handles each (benchmarks/faulty); each beside the same calls on a quiet node.
#
# usage: benchmarks/node-faults.sh [PODS [ROUNDS]]      (default 500 4; quiet machine with two processors or more wanted)
#
# Wanted: a p99 within 3 times of that on a quiet node.
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
# shellcheck source=benchmarks/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
build_benchmarks
folder=$(mktemp -d)
disk=
trap '[ -z "$disk" ] || umount "$folder"; rm -rf "$folder"' EXIT
# Room for the code and for what so many Pods have on disk, and little more.
if mount -t tmpfs -o size=64m,nr_inodes=20k small-disk "$folder" 2>/dev/null; then
  disk=small-disk
fi
"$JAVA_HOME/bin/java" -Xmx2g "${node_flags[@]}" dev.kubewasm.benchmarks.node.FaultsReport \
  "$root/examples/pricing/oci" "$root/benchmarks/faulty/oci" "$folder" "${1:-500}" "${2:-4}" "$disk"
