# Shell functions about the Pods of examples/pricing on a cluster. Sourced after examples/tools/deployed.sh.
# shellcheck shell=bash

# APP POD NODE of each Pod that is Ready, linked and not on its way out.
settled() {
  kubectl -n pricing get pods -o json | python3 -c '
import json, sys
for pod in json.load(sys.stdin)["items"]:
    conditions = {c["type"]: c["status"] for c in pod["status"].get("conditions", [])}
    if "deletionTimestamp" not in pod["metadata"] and conditions.get("Ready") == conditions.get("kube-wasm/Linked") == "True":
        print(pod["metadata"]["labels"]["app.kubernetes.io/name"], pod["metadata"]["name"], pod["spec"]["nodeName"])'
}
settled_are() { equal "$(settled | wc -l)" "$1"; }
pod_of() { settled | awk -v app="$1" '$1 == app { print $2; exit }'; }
nodes() { settled | awk '{ print $3 }' | sort -u; }

# call POD CONTAINER FUNCTION [ARGUMENTS] : as whoever operates the cluster calls an exported function
call() {
  local node
  node=$(kubectl -n pricing get pod "$1" -o 'jsonpath={.spec.nodeName}')
  ask_kubelet "$node" "/run/pricing/$1/$2" -G -X POST --data-urlencode "cmd=$3 ${4:-}"
}
# price SKU : what the calculator asks for it
price() { call "$(pod_of calculator)" calculator 'example:pricing/calculator#calculate' "[\"$1\"]"; }

# as_node NODE KUBECTL... : as the Node authorizer sees that node
as_node() {
  local node=$1
  shift
  kubectl -n pricing --as="system:node:$node" --as-group=system:nodes --as-group=system:authenticated "$@"
}
denied() { # NODE KUBECTL...
  local output
  ! output=$(as_node "$@" 2>&1) && contains "$output" Forbidden
}
