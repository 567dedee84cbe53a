#!/usr/bin/env bash
# The pricing service on a real control plane, from nothing to a node that is killed. Each step says what it checks.
#
# usage: examples/pricing/e2e.sh [--keep FOLDER]
#
# Starts etcd, kube-apiserver, kube-controller-manager and the default kube-scheduler (control-plane/build.sh), a local registry
# (docker-registry), and what manifests/ deploys: two replicas of the scheduler and a runtime node for each of three hosts. There
# is no container runtime: the hosts are Nodes without a kubelet, and this script starts the entry point of a Pod's image where
# the default scheduler has bound it, with the identity and the environment that the manifests give it.
#
# Needs JDK 25, Maven, docker-registry, curl, openssl, Python 3, and Go unless the control plane is built. --keep leaves logs in
# FOLDER. Exit status: 0 all checks hold, 1 one doesn't, 2 something is missing.
set -euo pipefail

cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
# shellcheck source=control-plane/cluster.sh
. control-plane/cluster.sh
# shellcheck source=examples/tools/checks.sh
. examples/tools/checks.sh
# shellcheck source=examples/tools/deployed.sh
. examples/tools/deployed.sh
# shellcheck source=examples/tools/pricing.sh
. examples/tools/pricing.sh

need docker-registry curl openssl python3
work_folder "$@"
trap 'finish $?' EXIT

settled_elsewhere() { # COUNT NODE
  equal "$(settled | awk -v node="$2" '$3 != node' | wc -l)" "$1" && equal "$(settled | wc -l)" "$1"
}
on_one_node_but() { # NODE
  equal "$(nodes | wc -l)" 1 && [ "$(nodes)" != "$1" ]
}
# The consumers' Pods and how often their containers were started again.
consumers() {
  kubectl -n pricing get pods -l 'app.kubernetes.io/name!=catalog' \
    -o 'jsonpath={range .items[*]}{.metadata.uid} {.status.containerStatuses[0].restartCount}{"\n"}{end}' | sort
}

# Calls the storefront again and again, until calls_end, which sets calls_made and calls_failed.
calls_begin() {
  local pod port
  pod=$(pod_of storefront)
  port=$(kubelet_port "$(nodes)")
  rm -f "$work/calls.stop"
  call_on "https://127.0.0.1:$port/run/pricing/$pod/storefront?cmd=run" >"$work/calls.txt" 2>&1 &
  calls=$!
}
call_on() { # ADDRESS
  while [ ! -e "$work/calls.stop" ]; do
    curl -sS -k --cert "$cluster/pki/admin.crt" --key "$cluster/pki/admin.key" --max-time 30 -o "$work/call.txt" \
      -w '%{http_code}\n' -X POST "$1"
  done
}
calls_end() {
  touch "$work/calls.stop"
  wait "$calls"
  calls_made=$(wc -l <"$work/calls.txt")
  calls_failed=$(grep -vc '^200$' "$work/calls.txt" || true)
}

# refused STATUS PORT PATH [CURL OPTION...]
refused() {
  local status=$1 address=https://127.0.0.1:$2$3
  shift 3
  equal "$(curl -sk -o "$work/refused.txt" -w '%{http_code}' --max-time 30 "$@" "$address")" "$status"
}
# metrics_parse NODE POD : /metrics/resource, each line of it, has what metrics-server reads; and of each container CPU and
# memory that aren't 0, for else metrics-server leaves out its whole Pod (checkContainerMetrics in its decode.go)
metrics_parse() {
  ask_kubelet "$1" /metrics/resource | python3 -c '
import re, sys
text = sys.stdin.read()
for line in text.splitlines():
    if not re.fullmatch(r"# (HELP|TYPE) .+|[a-z_]+(\{[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*,?\})? [-+.eE0-9]+( [0-9]+)?", line):
        sys.exit("no line of the text format: " + line)
for name in ("node_cpu_usage_seconds_total ", "node_memory_working_set_bytes ", "container_cpu_usage_seconds_total{",
             "container_memory_working_set_bytes{"):
    if not any(line.startswith(name) for line in text.splitlines()):
        sys.exit("no " + name + "in:\n" + text)
uses = {}
for kind, labels, value in re.findall(r"^container_(cpu|memory)_\w+\{(.*?),?\} (\S+)$", text, re.M):
    uses.setdefault(frozenset(re.findall(r"(\w+)=\"(.*?)\"", labels)), {})[kind] = int(float(value) * (1e9 if kind == "cpu" else 1))
for container, use in uses.items():
    if not (use.get("cpu") and use.get("memory")):
        sys.exit("metrics-server leaves out %s, which uses %s" % (dict(container), use))
if sys.argv[1] not in {dict(container)["pod"] for container in uses}:
    sys.exit("nothing of " + sys.argv[1])' "$2"
}
# summary_parses NODE POD : /stats/summary says what the Pod uses
summary_parses() {
  ask_kubelet "$1" /stats/summary | python3 -c '
import json, sys
summary = json.load(sys.stdin)
pod = next(p for p in summary["pods"] if p["podRef"]["name"] == sys.argv[1])
assert summary["node"]["nodeName"] and pod["containers"][0]["memory"]["workingSetBytes"] > 0, pod
assert pod["containers"][0]["cpu"]["usageCoreNanoSeconds"] > 0, pod' "$2"
}

step "A control plane, three hosts, a registry with the components"
cluster_up "$work/cluster"
hosts host-1 host-2 host-3
registry_up examples/pricing/oci examples/pricing/updates/oci
check "the registry has the four components and two updates of the catalog" \
  equal "$(curl -fs "http://$registry/v2/_catalog" | python3 -c 'import json, sys; print(*json.load(sys.stdin)["repositories"])')" \
  "pricing/calculator pricing/catalog pricing/discounts pricing/storefront"

step "kubectl apply -k manifests/"
overlay_of_manifests "$registry"
kubectl apply -k "$work/deploy" >"$work/applied.txt"
await "the default scheduler binds a runtime node to each host, and two schedulers" 60 deployed_pods_are_bound 5
start_deployed
await "the controller manager has signed the nodes' certificates: three Nodes are Ready" 300 runtime_nodes_are_ready 3
await "the schedulers are ready" 300 schedulers_are_ready
check "a Node says what it is" contains "$(kubectl get node host-1-kube-wasm --show-labels)" "kube-wasm/runtime=jvm"

step "kubectl apply -k examples/pricing"
overlay_of_pricing "$registry"
kubectl apply -k "$work/pricing"
await "four Pods are Running, Ready and linked" 180 settled_are 4
check "on one node" on_one_node_but none
home=$(nodes)
check "a call goes through all four" contains "$(call "$(pod_of storefront)" storefront run)" "promo-c"
check "the calculator asks the catalog and the discounts" contains "$(price widget)" "base-price: 4.25"

step "What people look at"
kubectl -n pricing get pods -o wide
check "get pods -o wide: Running, on $home" contains "$(kubectl -n pricing get pods -o wide --no-headers)" "Running" "$home"
check "logs: the storefront's line" contains "$(kubectl -n pricing logs deployment/storefront)" "priced"
check "describe: scheduled, linked, the component's digest" contains "$(kubectl -n pricing describe pod "$(pod_of storefront)")" \
  "Successfully assigned" "kube-wasm/Linked" "@sha256:" "wasm-linked"
check "describe: events of the node" contains "$(kubectl -n pricing describe pod "$(pod_of storefront)")" "Pulled" "Created" "Started"
check "exec calls an exported function" contains "$(kubectl -n pricing exec deployment/storefront -- run)" "promo-c"
check "exec of anything else says why not" contains "$(kubectl -n pricing exec deployment/storefront -- sh 2>&1)" \
  "not for components" "exit code 127"
check "what metrics-server scrapes parses" metrics_parse "$home" "$(pod_of storefront)"
check "what kubectl top's older source says parses" summary_parses "$home" "$(pod_of storefront)"

step "What nobody may"
check "no answer without a certificate or token" refused 401 "$(kubelet_port "$home")" /pods
check "nor with a token that may not" refused 403 "$(kubelet_port "$home")" /pods \
  -H "Authorization: Bearer $(kubectl -n kube-wasm create token scheduler)"
kubectl -n pricing create secret generic foreign --from-literal=key=value
check "the node may not read a Secret that none of its Pods names" denied "$home" get secret foreign
check "nor another node's Pods' ConfigMaps" denied host-none-kube-wasm get configmap storefront
check "and of its own Pods' it may" as_node "$home" get configmap storefront

step "The API server is away for 20 s"
calls_begin
kill -STOP "${pid_of[kube-apiserver]}"
sleep 20
calls_end
kill -CONT "${pid_of[kube-apiserver]}"
check "no call failed of $calls_made" equal "$calls_failed" 0
await "all is as it was: four Pods are linked" 120 settled_are 4

step "Scale up"
kubectl -n pricing scale deployment/storefront --replicas=3
await "six Pods are linked" 120 settled_are 6
for pod in $(kubectl -n pricing get pods -l app.kubernetes.io/name=storefront -o 'jsonpath={.items[*].metadata.name}'); do
  check "$pod answers" contains "$(call "$pod" storefront run)" "widget"
done

step "The catalog is updated to a compatible version while it is called"
before=$(consumers)
calls_begin
kubectl -n pricing set image deployment/catalog catalog="$registry/pricing/catalog:v1.1.0"
check "the roll-out comes to its end" kubectl -n pricing rollout status deployment/catalog --timeout=120s
await "the old Pod is gone" 60 equal_of "kubectl -n pricing get pods -l app.kubernetes.io/name=catalog --no-headers | wc -l" 1
await "the calculator asks the new one" 30 contains_of "price widget" "base-price: 12.5"
calls_end
check "no call failed of $calls_made" equal "$calls_failed" 0
check "no consumer was restarted or made anew" equal "$(consumers)" "$before"

step "The catalog is updated to a version that its consumers can't use"
calls_begin
kubectl -n pricing set image deployment/catalog catalog="$registry/pricing/catalog:v2.0.0"
await "it is refused, and the path is named" 120 contains_of "kubectl -n pricing get events -o wide; kubectl -n pricing describe pods -l app.kubernetes.io/name=catalog" \
  "base-price" "f64" "f32"
if kubectl -n pricing rollout status deployment/catalog --timeout=10s >/dev/null 2>&1; then rolled_out=yes; else rolled_out=no; fi
check "it isn't rolled out" equal "$rolled_out" no
check "the version before goes on to serve" contains "$(price widget)" "base-price: 12.5"
calls_end
check "no call failed of $calls_made" equal "$calls_failed" 0
kubectl -n pricing rollout undo deployment/catalog
await "undone: six Pods are linked" 120 settled_are 6
kubectl -n pricing scale deployment/storefront --replicas=1
await "scaled down: four Pods are left" 120 equal_of "kubectl -n pricing get pods --no-headers | wc -l" 4

step "The node is drained"
home=$(nodes)
kubectl drain "$home" --ignore-daemonsets --delete-emptydir-data --timeout=120s
await "four Pods are linked elsewhere" 180 settled_elsewhere 4 "$home"
check "together, on one node" on_one_node_but "$home"
kubectl uncordon "$home"

step "The nodes' program is upgraded"
home=$(nodes)
host=${home%-kube-wasm}
before=$(deployed_pods)
kubectl -n "$system" set env daemonset/runtime-node KUBE_WASM_NODE_METRICS_LINKS=500
await "the DaemonSet has seen it" 60 equal_of \
  "kubectl -n $system get daemonset runtime-node -o 'jsonpath={.status.observedGeneration}'" \
  "$(kubectl -n "$system" get daemonset runtime-node -o 'jsonpath={.metadata.generation}')"
check "no node is replaced by itself" equal "$(deployed_pods)" "$before"
kubectl drain "$home" --ignore-daemonsets --delete-emptydir-data --timeout=120s
await "four Pods are linked elsewhere" 180 settled_elsewhere 4 "$home"
upgrade_node "$host"
await "the node is Ready with the new program" 300 runs_anew "$home" "$host"
kubectl uncordon "$home"
await "one of three nodes is up to date" 60 equal_of \
  "kubectl -n $system get daemonset runtime-node -o 'jsonpath={.status.updatedNumberScheduled}'" 1

step "The node is killed"
home=$(nodes)
kill -9 "${pid_of[${home%-kube-wasm}]}"
echo "killed $home, which the controller manager gives up after half a minute; the Pods tolerate that for 5 s"
await "the Pods are Running and linked elsewhere" 240 settled_elsewhere 4 "$home"
check "together, on one node" on_one_node_but "$home"
check "a call goes through all four" contains "$(call "$(pod_of storefront)" storefront run)" "promo-c"

step "Uninstall"
# Whose Pods nobody ends.
kubectl delete node "$home"
kubectl delete -k "$work/pricing" --timeout=240s
kubectl delete -k "$work/deploy" --ignore-not-found --wait=false >"$work/deleted.txt"
stop_deployed
kubectl delete nodes,certificatesigningrequests -l kube-wasm/runtime=jvm
await "no Lease of a node is left" 120 lacks_of "kubectl -n kube-node-lease get leases -o name" kube-wasm
check "nothing of it is left in the cluster" lacks \
  "$(kubectl get nodes,certificatesigningrequests,clusterroles,clusterrolebindings,runtimeclasses -o name)" kube-wasm wasm-linked
