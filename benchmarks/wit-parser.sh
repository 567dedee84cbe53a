#!/usr/bin/env bash
# Reading WIT: time and allocation per byte of the WASI HTTP world and of generated packages of three sizes, the slope of
# time against size, and the whole process of ./kube-wasm wit print --json beside that of wasm-tools on the largest.
#
# usage: benchmarks/wit-parser.sh [RUNS]     (whole processes, default 10; quiet machine wanted)
#
# The WASI world is read from the corpora folder (KUBE_WASM_CORPORA), wasm-tools from the PATH; each is left out, saying
# so, where it is not.
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
find_jdk_25 || exit 2
require_maven || exit 2
"$root/kube-wasm" --version >/dev/null
(cd "$root" && mvn -q -B -pl benchmarks -am package -Dmaven.test.skip=true -Dspotless.check.skip=true) </dev/null
exec "$JAVA_HOME/bin/java" -cp "$root/benchmarks/target/classes:$root/benchmarks/target/lib/*" \
  dev.kubewasm.benchmarks.wit.WitParserReport "$root" "${1:-10}"
