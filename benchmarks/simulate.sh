#!/usr/bin/env bash
# Simulation at scale, in seconds of CPU from reading the input to the report, and the slope of CPU against size (1: twice the size, twice
# the time).
#
# One-shot: clusters of a quarter, half and all of NODES nodes with 20 Pods each, by every strategy.
# Over time: a quarter, half and all of EVENTS arrivals and departures on 1,000 nodes, by kube-wasm and first-fit.
#
# usage: benchmarks/simulate.sh [NODES] [EVENTS]   (defaults 5000, at most 5000, and 1000000; half an hour of CPU, 5 GiB of heap)
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
"$root/kube-wasm" --version >/dev/null # builds it first, if it must
nodes=${1:-5000}
events=${2:-1000000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
TIMEFORMAT='%U'

# Seconds of CPU of a run.
seconds() { # SCENARIO
  { time KUBE_WASM_JAVA_OPTS=-Xmx5g "$root/kube-wasm" simulate run "$1" -o csv >"$work/out" 2>"$work/err"; } 2>&1
}

row() { # STRATEGY SECONDS SECONDS SECONDS
  printf '%-24s%8s s%8s s%8s s%8s\n' "$@" "$(awk -v a="$3" -v b="$4" 'BEGIN { printf "%.2f", log(b / a) / log(2) }')"
}

printf '%-24s%10s%10s%10s%8s\n' "one-shot, nodes:" "$((nodes / 4))" "$((nodes / 2))" "$nodes" slope
for strategy in kube-wasm kube-wasm-offline kube-scheduler kube-scheduler-affinity first-fit best-fit random; do
  took=()
  for part in 4 2 1; do
    # Replicas are 1 to 76, 20 on average.
    cat >"$work/one-shot.yaml" <<YAML
generate:
  seed: 1
  services: $((nodes / part))
  replicas: 76
  pools: [{name: node, nodes: $((nodes / part)), cpu: "8", memory: 16Gi, pods: 250}]
strategies: [$strategy]
YAML
    took+=("$(seconds "$work/one-shot.yaml")")
  done
  row "$strategy" "${took[@]}"
done

printf '\n%-24s%10s%10s%10s%8s\n' "over time, events:" "$((events / 4))" "$((events / 2))" "$events" slope
for strategy in kube-wasm first-fit; do
  took=()
  for part in 4 2 1; do
    # Half of the events are arrivals, 50,000 in an hour; each Pod runs for 12 minutes, so that 10,000 are there at a time.
    {
      printf 'generate: {seed: 1, services: 10, replicas: 1, pools: [{name: node, nodes: 1000, cpu: "8", memory: 16Gi}]}\n'
      printf 'strategies: [%s]\ntimeline:\n  until: %ds\n  arrivals:\n' "$strategy" "$((events * 36 / 1000 / part))"
      for service in {0..9}; do
        printf '    - {like: deployment/service-%d, perHour: 5000, lifetime: 12m}\n' "$service"
      done
    } >"$work/over-time.yaml"
    took+=("$(seconds "$work/over-time.yaml")")
  done
  row "$strategy" "${took[@]}"
  awk -F, 'NR == 2 { print "  events " $19 ", bindings " $20 }' "$work/out"
done
