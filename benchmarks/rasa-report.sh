#!/usr/bin/env bash
# Gained affinity on the data set M3 and on an instance made up, over time, beside other ways to place the containers and
# beside an upper bound. Each figure of ours is the median of some seeds; the clock includes the start of the JVM.
#
# usage: benchmarks/rasa-report.sh [SEEDS [TIMES]]     (default 1 "1 3 10 30 60"; about 8 minutes for each seed)
#
# M3 is taken from the folder placement/rasa of the corpora (KUBE_WASM_CORPORA); without it that table is left out.
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
# shellcheck source=benchmarks/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
find_jdk_25 || exit 2
prepare_rasa

seeds=${1:-1}
times=${2:-1 3 10 30 60}

ours() { # NAME FILE TIME OPTION...
  local name=$1 file=$2 time=$3 seed
  shift 3
  for seed in $(seq "$seeds"); do
    "$root/benchmarks/rasa" "$file" --time-limit "${time}s" --seed "$seed" --output json "$@"
  done | sed -E 's/.*"gainedAffinity":([^,]*),"machinesUsed":([^,]*),"seconds":([^,]*),.*/\1 \2 \3/' | sort -g |
    awk -v name="$name, $time s" '{ line[NR] = $0 } END {
      split(line[int((NR + 1) / 2)], median, " ")
      printf "| %s | %.4f | %d | yes, in %s s |\n", name, median[1], median[2], median[3]
    }'
}

table() { # TITLE FILE MACHINES
  local title=$1 file=$2 machines=$3 time
  printf '\n%s; load %s\n\n| placement | gained affinity | machines | feasible |\n|---|---|---|---|\n' \
    "$title" "$(uptime | sed 's/.*load average: //')"
  "$JAVA_HOME/bin/java" "${rasa_flags[@]}" dev.kubewasm.benchmarks.rasa.RasaPeers "$file" 10 60
  for time in $times; do
    ours "ours" "$file" "$time"
    ours "ours from scratch" "$file" "$time" --from-scratch
  done
  ours "ours on at most $machines machines" "$file" 10 --max-machines "$machines"
}

if rasa=$(find_corpus placement/rasa); then
  table "M3 (547 services, 3485 containers, 96 machines), $seeds seeds" "$rasa/M3.json" 75
fi
made=$root/benchmarks/target/rasa-made-up.json
"$JAVA_HOME/bin/java" "${rasa_flags[@]}" dev.kubewasm.benchmarks.rasa.InstanceGenerator "$made" 100 5000 0.85 7
table "Made up (5000 containers, 100 machines), $seeds seeds" "$made" 95
