#!/usr/bin/env bash
# How long ./kube-wasm takes from the shell to its end, beside the same without the class archives that the build makes,
# in turn. Prints the median wall time of each and their ratio.
#
# usage: benchmarks/start-up.sh [RUNS]      (default 10; quiet machine wanted)
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
runs=${1:-10}
"$root/kube-wasm" --version >/dev/null

milliseconds() { # COMMAND...
  local from=$EPOCHREALTIME to
  "$@" >/dev/null 2>&1
  to=$EPOCHREALTIME
  echo $(((${to/[.,]/} - ${from/[.,]/}) / 1000))
}
median() { sort -n | awk '{ at[NR] = $1 } END { print at[int((NR + 1) / 2)] }'; }
without_archive() { KUBE_WASM_JAVA_OPTS=-XX:AOTMode=off "$root/kube-wasm" "$@"; }

compare() { # NAME ARGUMENT...
  local name=$1 with=() without=() i a b
  shift
  for ((i = 0; i < runs; i++)); do
    with+=("$(milliseconds "$root/kube-wasm" "$@")")
    without+=("$(milliseconds without_archive "$@")")
  done
  a=$(printf '%s\n' "${with[@]}" | median)
  b=$(printf '%s\n' "${without[@]}" | median)
  awk -v name="$name" -v a="$a" -v b="$b" \
    'BEGIN { printf "%-22s %6d ms   without archive %6d ms   ratio %.2f\n", name, a, b, a / b }'
}

compare "--help" --help
compare "run examples/pricing" run "$root/examples/pricing"
