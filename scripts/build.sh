#!/usr/bin/env bash
# Builds cli/target/dist, what ./kube-wasm runs, unless it is up to date. Concurrent calls wait for one build.
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
find_jdk_25 || exit 2
require_maven || exit 2
log=$root/target/build.log

# One Maven at a time in this checkout (./verify takes the same lock). Where there is no flock, nothing is locked.
exec 9<"$root/pom.xml"
if command -v flock >/dev/null; then
  flock 9
fi
if up_to_date; then
  exit 0
fi

if [ -d "$dist" ]; then
  why="sources have changed"
else
  why="first use, about a minute; longer when Maven has to download"
fi
echo "building kube-wasm ($why) ..." >&2

mkdir -p "$root/target" "$dist"
rm -rf "$complete" "${dist:?}/lib" "$dist"/*.aot
started=$root/target/build-started
echo "$JAVA_HOME" >"$started"

# Tests are not compiled, and the server images of the Quarkus modules not made: the command needs neither.
if ! (cd "$root" && MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}" \
  mvn -B -pl cli -am package -Dmaven.test.skip=true -Dquarkus.build.skip=true) </dev/null >"$log" 2>&1; then
  # The compiler's messages and Maven's sentence; after that it only repeats them.
  awk '/^\[ERROR\]|^\[WARNING\] .*\.java:\[/ { print } /Failed to execute goal|Could not resolve/ { exit }' "$log" | head -n 40 >&2
  echo "kube-wasm: the build failed, see above; the whole log is in $log" >&2
  exit 2
fi

# Archives of loaded and linked classes (JEP 483), each from one training run of a real command: NAME.aot serves
# './kube-wasm NAME ...', default.aot all other commands. How the run ends does not matter, only what it loads; without
# an archive the command works all the same, starting more slowly.
train() { # NAME ARGUMENT...
  local name=$1 limit=()
  shift
  set_jvm_flags "$name"
  ! command -v timeout >/dev/null || limit=(timeout 60)
  (cd "$root" && ${limit[@]+"${limit[@]}"} "$JAVA_HOME/bin/java" "${jvm_flags[@]}" -XX:AOTCacheOutput="$dist/$name.aot" -jar "$dist/kube-wasm.jar" "$@") \
    </dev/null >>"$log" 2>&1 || true
}
train default --help
train run run examples/pricing
train simulate simulate run simulations/pricing/scenario.yaml

mv "$started" "$stamp"
touch "$complete"
