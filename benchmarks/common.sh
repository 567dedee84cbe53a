# Sourced by the scripts beside it, after scripts/common.sh.
# shellcheck shell=bash disable=SC2154,SC2034 # root comes from there, benchmark_flags goes to them

# Builds the benchmarks and sets benchmark_flags, with which java runs them.
build_benchmarks() {
  find_jdk_25 || exit 2
  require_maven || exit 2
  "$root/kube-wasm" --version >/dev/null
  (cd "$root" && mvn -q -B -pl benchmarks -am package -Dmaven.test.skip=true -Dspotless.check.skip=true) </dev/null
  benchmark_flags=(
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    -cp "$root/benchmarks/target/classes:$root/benchmarks/target/lib/*"
  )
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

# Prints the folder $1 of the corpora. Status 2 and a message when it isn't there.
find_corpus() { # NAME
  local folder=${KUBE_WASM_CORPORA:-$root/../shared/corpora}/$1
  if [ ! -d "$folder" ]; then
    echo "needs the folder $1 of the corpora: set KUBE_WASM_CORPORA" >&2
    return 2
  fi
  printf '%s\n' "$folder"
}
