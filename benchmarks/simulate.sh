#!/usr/bin/env bash
# Simulation at scale, as a user sees it: of each run, from the command to the report, the seconds until it is done, those until it first
# says what it does, the seconds of CPU and the largest resident set; and the slope of the CPU against size from the half to the
# whole (1: twice the size, twice the time).
#
# One-shot: clusters of a quarter, half and all of NODES nodes with 20 Pods each, linked and not, by each strategy.
# Over time: a quarter, half and all of EVENTS arrivals and departures on 1,000 nodes, by kube-wasm and first-fit.
#
# usage: benchmarks/simulate.sh [NODES [EVENTS [STRATEGY...]]]   (defaults 5000, at most 5000; 1000000; all)
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
"$root/kube-wasm" --version >/dev/null # builds it first, if it must
nodes=${1:-5000}
events=${2:-1000000}
shift "$(($# < 2 ? $# : 2))"
strategies=("$@")
[ $# -gt 0 ] || strategies=(kube-wasm kube-wasm-offline kube-scheduler kube-scheduler-affinity first-fit best-fit random)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Seconds until the end, seconds until the first byte of progress, seconds of CPU, MiB of resident set of a scenario's run.
measured() { # SCENARIO
  python3 -c '
import resource, subprocess, sys, time
begun = time.monotonic()
with open(sys.argv[1], "wb") as out:
    run = subprocess.Popen(sys.argv[2:], stdout=out, stderr=subprocess.PIPE)
    said = run.stderr.read(1)
    first = time.monotonic() - begun
    said += run.stderr.read()
    if run.wait() != 0:
        sys.exit(said.decode())
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print("%.1f %.2f %.1f %d" % (time.monotonic() - begun, first, used.ru_utime + used.ru_stime,
      used.ru_maxrss / (1024 if sys.platform == "linux" else 1 << 20)))
' "$work/out" "$root/kube-wasm" simulate run "$1" -o csv
}

header() { # WHAT SIZE
  printf '\n%-24s%10s%10s%10s%10s%10s%8s\n' "$1" "$2" seconds first CPU MiB slope
}

# Runs what `scenario STRATEGY PART` writes for a quarter, half and all.
rows() { # STRATEGY WHOLE
  local half='' part seconds first cpu mib slope
  for part in 4 2 1; do
    scenario "$1" "$part" >"$work/scenario.yaml"
    read -r seconds first cpu mib <<<"$(measured "$work/scenario.yaml")"
    slope=$([ "$part" -gt 1 ] || awk -v a="$half" -v b="$cpu" 'BEGIN { printf "%.2f", log(b / a) / log(2) }')
    printf '%-24s%10s%10s%10s%10s%10s%8s\n' "$1" "$(($2 / part))" "$seconds" "$first" "$cpu" "$mib" "$slope"
    half=$cpu
  done
}

for links in 1.5 0; do
  scenario() {
    # Replicas are 1 to 76, 20 on average.
    cat <<YAML
generate:
  seed: 1
  services: $((nodes / $2))
  replicas: 76
  links: $links
  components: $([ "$links" = 0 ] && echo false || echo true)
  pools: [{name: node, nodes: $((nodes / $2)), cpu: "8", memory: 16Gi, pods: 250}]
strategies: [$1]
YAML
  }
  header "$([ "$links" = 0 ] && echo "one-shot, ordinary Pods" || echo "one-shot, linked Pods")" nodes
  for strategy in "${strategies[@]}"; do
    rows "$strategy" "$nodes"
  done
done

scenario() {
  # Half of the events are arrivals, 50,000 in an hour; each Pod runs for 12 minutes, so that 10,000 are there at a time.
  printf 'generate: {seed: 1, services: 10, replicas: 1, pools: [{name: node, nodes: 1000, cpu: "8", memory: 16Gi}]}\n'
  printf 'strategies: [%s]\ntimeline:\n  until: %ds\n  arrivals:\n' "$1" "$((events * 36 / 1000 / $2))"
  local service
  for service in {0..9}; do
    printf '    - {like: deployment/service-%d, perHour: 5000, lifetime: 12m}\n' "$service"
  done
}
header "over time" events
for strategy in kube-wasm first-fit; do
  rows "$strategy" "$events"
  awk -F, '
    NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i }
    NR == 2 { print "  events " $column["events"] ", bindings " $column["bindings"] }' "$work/out"
done
