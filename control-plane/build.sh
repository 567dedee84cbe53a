#!/usr/bin/env bash
# Builds etcd and kube-apiserver from published Go modules, for the integration tests. Prints the folder that holds them.
#
# usage: control-plane/build.sh [OUTDIR]
#
# OUTDIR is ${XDG_CACHE_HOME:-~/.cache}/kube-wasm/control-plane/VERSION unless given. Does nothing when both programs are
# there already. Concurrent calls wait for one build. Needs Go 1.24 or newer; takes 3 to 6 minutes on two idle cores with
# an empty Go build cache, and about 600 MB of modules.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
version=$(sed -n 's|^\tk8s.io/kubernetes \(v[0-9.]*\).*|\1|p' "$here/go.mod")
out=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/kube-wasm/control-plane/$version}

say() { echo "control-plane: $*" >&2; }
fail() { say "$*"; exit 2; }
built() { [ -x "$out/etcd" ] && [ -x "$out/kube-apiserver" ]; }

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
  say "$1 built in $((SECONDS - start)) s"
}
build etcd go.etcd.io/etcd/server/v3
build kube-apiserver k8s.io/kubernetes/cmd/kube-apiserver

mkdir -p "$out"
mv -f "$partial/etcd" "$partial/kube-apiserver" "$out/"
echo "$out"
