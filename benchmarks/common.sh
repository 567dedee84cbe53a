# Sourced by the scripts beside it, after scripts/common.sh.
# shellcheck shell=bash disable=SC2154,SC2034 # root comes from there, benchmark_flags, node_flags and scheduler_arguments go to them

# Builds the benchmarks and sets benchmark_flags, with which java runs them, and node_flags, with which it runs them as a node.
build_benchmarks() {
  find_jdk_25 || exit 2
  require_maven || exit 2
  "$root/kube-wasm" --version >/dev/null
  (cd "$root" && mvn -q -B -pl benchmarks -am package -Dmaven.test.skip=true -Dspotless.check.skip=true) </dev/null
  # As in the manifests' node.
  benchmark_flags=(
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow --add-opens=java.base/java.lang=ALL-UNNAMED
    -cp "$root/benchmarks/target/classes:$root/benchmarks/target/lib/*"
  )
  # What the images' entry points say beside that.
  node_flags=(-XX:+UseSerialGC -XX:+UseCountedLoopSafepoints -XX:LoopStripMiningIter=1000 "${benchmark_flags[@]}")
}

# Builds the benchmarks and both schedulers, and sets scheduler_arguments: kube-scheduler and the jar of Kube-Wasm's. What starts a
# control plane finds its programs.
build_schedulers() {
  local programs
  build_benchmarks
  (cd "$root" && mvn -q -B -pl scheduler-app -am package -Dmaven.test.skip=true -Dspotless.check.skip=true) </dev/null
  programs=$("$root/control-plane/build.sh" --kube-scheduler)
  export KUBEBUILDER_ASSETS=$programs
  scheduler_arguments=("$programs/kube-scheduler" "$root/scheduler-app/target/quarkus-app/quarkus-run.jar")
}

# Sets and exports KUBE_WASM_WASMTIME: the library given, else the one in the Python package. Without any the benchmark says so.
find_wasmtime() {
  local python library
  if [ -n "${KUBE_WASM_WASMTIME:-}" ]; then
    return
  fi
  for python in "${KUBE_WASM_TOOLS:-}/python" "${XDG_CACHE_HOME:-$HOME/.cache}/kube-wasm/tools/bin/python" python3; do
    library=$("$python" -c 'import glob, os, wasmtime
print(glob.glob(os.path.join(os.path.dirname(wasmtime.__file__), "*", "_libwasmtime.*"))[0])' 2>/dev/null) || continue
    export KUBE_WASM_WASMTIME=$library
    return
  done
}

# Measures container/main.go under runc, as root; says so where that isn't possible.
measure_containers() { # FOLDER TRIALS KEPT
  if ! command -v runc >/dev/null || ! command -v go >/dev/null || [ "$(id -u)" != 0 ]; then
    echo "no containers measured: that takes runc, Go and root"
    return 0
  fi
  mkdir -p "$1/rootfs/proc"
  (cd "$root/benchmarks/container" && CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o "$1/rootfs/calculator" .)
  python3 "$root/benchmarks/container/measure.py" "$1/rootfs" "$2" "$3"
}

# Prints the folder $1 of the corpora. Status 2 and a message when it isn't there.
find_corpus() { # NAME
  local folder=${KUBE_WASM_CORPORA:-$root/../shared/corpora}/$1
  if [ ! -d "$folder" ]; then
    echo "needs the folder $1 of the corpora: set KUBE_WASM_CORPORA" >&2
    return 2
  fi
  printf '%s\n' "$folder"
}

# Builds what benchmarks/rasa and its report run, unless it is up to date, and sets rasa_flags, with which java runs them.
prepare_rasa() {
  local target=$root/benchmarks/target jar class_path
  local stamp=$target/rasa.built archive=$target/rasa.aot
  if ! [ -f "$stamp" ] || [ "$(cat "$stamp")" != "$JAVA_HOME" ] || [ -n "$(
    find "$root/pom.xml" "$root"/{benchmarks,wit-parser,component-model,placement-model,component-runtime}/{pom.xml,src/main} \
      -newer "$stamp" -print -quit
  )" ]; then
    require_maven || exit 2
    echo "building benchmarks/rasa ..." >&2
    (cd "$root" && mvn -q -B -pl benchmarks -am package -Dmaven.test.skip=true -Dspotless.check.skip=true) </dev/null >&2 || exit 2
    rm -f "$archive"
    echo "$JAVA_HOME" >"$stamp"
  fi
  # Archives of classes take no folders and no wildcards.
  class_path=$(echo "$target"/kube-wasm-benchmarks-*.jar)
  for jar in "$target"/lib/*.jar; do
    class_path=$class_path:$jar
  done
  rasa_flags=(
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow '-Xlog:aot*=off,cds*=off'
    -XX:+UseSerialGC -cp "$class_path"
  )
  if ! [ -f "$archive" ]; then
    "$JAVA_HOME/bin/java" "${rasa_flags[@]}" dev.kubewasm.benchmarks.rasa.InstanceGenerator "$target/rasa-training.json" 20 400 0.8 1 >&2
    "$JAVA_HOME/bin/java" "${rasa_flags[@]}" -XX:AOTCacheOutput="$archive" dev.kubewasm.benchmarks.rasa.RasaCommand \
      "$target/rasa-training.json" --time-limit 3s --placement "$target/rasa-training.out.json" --output json >/dev/null 2>&1 || true
  fi
  if [ -f "$archive" ]; then
    rasa_flags+=("-XX:AOTCache=$archive")
  fi
}
