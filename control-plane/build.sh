#!/usr/bin/env bash
# Builds programs of a Kubernetes control plane from published Go modules, for tests and benchmarks. Prints the folder that
# holds them.
#
# usage: control-plane/build.sh [--kube-scheduler] [--kube-controller-manager] [--kubectl] [--kubelet] [OUTDIR]
#
# Builds etcd and kube-apiserver, and the programs named. OUTDIR is ${XDG_CACHE_HOME:-~/.cache}/kube-wasm/control-plane/VERSION
# unless given. What is there already isn't built again. Concurrent calls wait for one build. Needs Go 1.24 or newer; takes 3 to
# 6 minutes on two idle cores with an empty Go build cache, each program named one to two more, and about 600 MB of modules.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
version=$(sed -n 's|^\tk8s.io/kubernetes \(v[0-9.]*\).*|\1|p' "$here/go.mod")
declare -A packages=([etcd]=go.etcd.io/etcd/server/v3 [kube-apiserver]=k8s.io/kubernetes/cmd/kube-apiserver)
names=(etcd kube-apiserver)
while :; do
  case ${1:-} in
    --kube-scheduler | --kube-controller-manager | --kubectl | --kubelet)
      names+=("${1#--}")
      packages[${1#--}]=k8s.io/kubernetes/cmd/${1#--}
      shift
      ;;
    *) break ;;
  esac
done
out=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/kube-wasm/control-plane/$version}

say() { echo "control-plane: $*" >&2; }
fail() { say "$*"; exit 2; }
built() {
  local name
  for name in "${names[@]}"; do
    [ -x "$out/$name" ] || return 1
  done
}

[ -n "$version" ] || fail "$here/go.mod requires no k8s.io/kubernetes version"
if built; then
  echo "$out"
  exit 0
fi
command -v go >/dev/null || fail "no 'go' on the PATH: install Go 1.24 or newer, or point KUBEBUILDER_ASSETS at a folder with etcd and kube-apiserver"

# From 1.21 on Go fetches the newer toolchain that go.mod asks for, where it may.
go_version=$(cd / && go env GOVERSION)
case $go_version in
  '' | go1.[0-9] | go1.[0-9].* | go1.1[0-9]* | go1.20*) fail "$(command -v go) is too old (${go_version:-no version}): install Go 1.24 or newer" ;;
esac

mkdir -p "$(dirname "$out")"
if command -v flock >/dev/null; then
  exec 9>"$out.lock"
  flock 9
  if built; then
    echo "$out"
    exit 0
  fi
fi

# Built beside the final place and renamed into it, so that whoever sees a program there sees it whole.
partial=$(mktemp -d "$out.partial.XXXXXX")
trap 'rm -rf "$partial"' EXIT

ldflags="-s -w"
for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
  ldflags+=" -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=$(cut -d. -f2 <<<"$version")"
  ldflags+=" -X $package.gitTreeState=clean -X $package.gitCommit=unknown -X $package.buildDate=1970-01-01T00:00:00Z"
done

build() { # NAME PACKAGE
  local start=$SECONDS
  say "building $1 ($2)"
  (cd "$here" && CGO_ENABLED=0 go build -trimpath -ldflags "$ldflags" -o "$partial/$1" "$2") || fail "building $1 failed, see above"
  mkdir -p "$out"
  mv -f "$partial/$1" "$out/"
  say "$1 built in $((SECONDS - start)) s"
}
for name in "${names[@]}"; do
  if ! [ -x "$out/$name" ]; then
    build "$name" "${packages[$name]}"
  fi
done
echo "$out"
