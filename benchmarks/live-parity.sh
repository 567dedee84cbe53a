#!/usr/bin/env bash
# Random clusters with volumes and nominated Pods, decided by the running kube-scheduler on a real API server and by the
# profile, and one in three by Kube-Wasm's program in its place. Prints what became of the Pods, which plugins rejected nodes, and every difference; status 1 if there is one.
#
# usage: benchmarks/live-parity.sh [CASES [FIRST]]     (default 300 cases from seed 0; about 2 to 3 s each)
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/common.sh
. "$root/scripts/common.sh"

find_jdk_25 || exit 2
require_maven || exit 2
"$root/control-plane/build.sh" --kube-scheduler >/dev/null
log=$(mktemp)
trap 'rm -f "$log"' EXIT
cd "$root"
if ! mvn -B -pl scheduler-app -am verify -Dspotless.check.skip=true -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
  -Dit.test=LiveParityIT -Dfailsafe.failIfNoSpecifiedTests=false \
  -Dkubewasm.live-parity.cases="${1:-300}" -Dkubewasm.live-parity.first="${2:-0}" </dev/null >"$log" 2>&1; then
  grep -A 20 -E '^live parity|Expecting empty|^\[ERROR\]' "$log" || tail -n 40 "$log"
  exit 1
fi
grep '^live parity' "$log"
