#!/usr/bin/env bash
# One-shot simulation at scale: clusters of a quarter, half and all of NODES nodes with 20 Pods each, by every strategy; seconds of CPU
# from reading the YAML to the report, and the slope of CPU against size (1: twice the size, twice the time).
#
# usage: benchmarks/simulate.sh [NODES]      (default 5000, at most 5000; takes 10 minutes of CPU, 5 GiB of heap)
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
"$root/kube-wasm" --version >/dev/null # builds it first, if it must
nodes=${1:-5000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
simulate() { KUBE_WASM_JAVA_OPTS=-Xmx5g "$root/kube-wasm" simulate "$@"; }

TIMEFORMAT='%U'
printf '%-16s%10s%10s%10s%8s\n' strategy "$((nodes / 4))" "$((nodes / 2))" "$nodes" slope
for part in 4 2 1; do
  # Replicas are 1 to 76, 20 on average.
  simulate generate "$work/$part" --seed 1 --services "$((nodes / part))" --nodes "$((nodes / part))" --max-replicas 76 >/dev/null
done
for strategy in kube-wasm kube-scheduler first-fit best-fit random; do
  seconds=()
  for part in 4 2 1; do
    printf 'manifests: cluster\nstrategies: [%s]\n' "$strategy" >"$work/$part/$strategy.yaml"
    seconds+=("$({ time simulate run "$work/$part/$strategy.yaml" -o csv >"$work/out" 2>"$work/err"; } 2>&1)")
  done
  printf '%-16s%8s s%8s s%8s s%8s\n' "$strategy" "${seconds[@]}" \
    "$(awk -v a="${seconds[1]}" -v b="${seconds[2]}" 'BEGIN { printf "%.2f", log(b / a) / log(2) }')"
done
