#!/usr/bin/env bash
# The pricing service and containers in one cluster: a node with a real kubelet and containerd beside a runtime node, Pods of both
# kinds in one namespace, by one kubectl and the same roles, each bound by its own scheduler. Each step says what it checks.
#
# usage: examples/pricing/beside-containers.sh [--keep FOLDER]
#
# Starts what e2e.sh starts (see there), on one host, and a kubelet (control-plane/build.sh --kubelet) with the machine's
# containerd. Needs root, containerd, runc and the plugins of containernetworking beside what e2e.sh needs. --keep leaves logs in
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
# shellcheck source=examples/tools/container_node.sh
. examples/tools/container_node.sh

need docker-registry curl openssl python3 go containerd ctr runc
[ "$(id -u)" = 0 ] || missing "containers take root"
[ -x "${CNI_PLUGINS:-/usr/lib/cni}/ptp" ] || missing "the CNI plugin ptp is not in ${CNI_PLUGINS:-/usr/lib/cni}: install containernetworking-plugins"
work_folder "$@"
trap 'status=$?; container_node_down; finish $status' EXIT

# containers : NAME NODE PHASE RESTARTS of each Pod of containers
containers() {
  kubectl -n pricing get pods -l kind=container \
    -o 'jsonpath={range .items[*]}{.metadata.name} {.spec.nodeName} {.status.phase} {.status.containerStatuses[0].restartCount}{"\n"}{end}' | sort
}
containers_run_on() { # COUNT NODE
  equal "$(containers | awk -v node="$2" '$2 == node && $3 == "Running"' | wc -l)" "$1"
}
# scheduled_by POD-PREFIX : which scheduler says that it has bound it
scheduled_by() {
  kubectl -n pricing get events --field-selector reason=Scheduled -o json | python3 -c '
import json, sys
events = json.load(sys.stdin)["items"]
print(*sorted({e.get("reportingComponent") or e["source"]["component"] for e in events if e["involvedObject"]["name"].startswith(sys.argv[1])}))' "$1"
}
# A Deployment of containers, whoever schedules it.
deployment_of_containers() { # NAME SCHEDULER REPLICAS
  cat <<DEPLOYMENT
apiVersion: apps/v1
kind: Deployment
metadata: {name: $1, namespace: pricing}
spec:
  replicas: $3
  selector: {matchLabels: {app: $1}}
  template:
    metadata: {labels: {app: $1, kind: container}}
    spec:
      schedulerName: $2
      terminationGracePeriodSeconds: 2
      containers:
      - {name: waits, image: "$container_image", imagePullPolicy: Never, resources: {requests: {cpu: 50m, memory: 16Mi}}}
DEPLOYMENT
}
# As a member of the team, who may look at the Pods of the namespace and at their logs, and no more.
as_viewer() { kubectl --as=someone --as-group=system:authenticated -n pricing "$@"; }

step "A control plane, a host with a runtime node, a registry with the components"
cluster_up "$work/cluster"
"$cluster_programs" --kubelet >/dev/null
hosts host-1
registry_up examples/pricing/oci
overlay_of_manifests "$registry"
kubectl apply -k "$work/deploy" >"$work/applied.txt"
await "the default scheduler binds a runtime node and two schedulers to the host" 60 deployed_pods_are_bound 3
start_deployed
await "the runtime node is Ready" 300 runtime_nodes_are_ready 1
await "the schedulers are ready" 300 schedulers_are_ready
# It has no kubelet: nothing else is to be bound there.
kubectl taint node host-1 kube-wasm/host=without-kubelet:NoSchedule

step "A node with a kubelet and containerd"
container_node_up containers-1
await "the kubelet's Node is Ready" 120 node_is_ready containers-1
kubectl get nodes -o wide

step "Both kinds of Pods, applied together"
overlay_of_pricing "$registry"
{
  kubectl kustomize "$work/pricing" --load-restrictor=LoadRestrictionsNone
  echo ---
  deployment_of_containers container default-scheduler 2
  echo ---
  deployment_of_containers container-by-kube-wasm kube-wasm 1
} >"$work/both.yaml"
kubectl apply -f "$work/both.yaml"
await "the components are Running, Ready and linked" 180 settled_are 4
await "the containers are Running" 120 containers_run_on 3 containers-1
kubectl -n pricing get pods -o wide
check "the components are on the runtime node" equal "$(nodes)" host-1-kube-wasm
check "the default scheduler has bound its containers" equal "$(scheduled_by container-)" default-scheduler\ kube-wasm
check "and Kube-Wasm the components" equal "$(scheduled_by catalog-)" kube-wasm
check "Kube-Wasm binds a Pod without components as any other Pod: to the kubelet" equal "$(scheduled_by container-by-kube-wasm-)" kube-wasm
check "a call goes through all four components" contains "$(call "$(pod_of storefront)" storefront run)" "promo-c"

step "One kubectl, the same roles"
kubectl create clusterrole pod-viewer --verb=get,list --resource=pods,pods/log
kubectl -n pricing create rolebinding pod-viewer --clusterrole=pod-viewer --user=someone
check "who may look at Pods sees both kinds" contains "$(as_viewer get pods)" catalog- container-
check "and the log of a component" contains "$(as_viewer logs "$(pod_of storefront)")" priced
check "and of a container" contains "$(as_viewer logs "$(containers | awk 'NR == 1 { print $1 }')")" "a container, as ever"
check "but may delete neither" equal "$(as_viewer delete pods --all 2>&1 | grep -c Forbidden)" "$(kubectl -n pricing get pods --no-headers | wc -l)"
check "kubectl describe says which node runs it" contains "$(kubectl -n pricing describe pods -l kind=container)" containers-1 "Started container waits"

step "Neither touches the other's"
check "containerd runs the containers and nothing else" equal "$(in_containerd containers ls | grep -c "$container_image")" 6
check "the runtime node knows no container's Pod" equal "$(ask_kubelet host-1-kube-wasm /pods | grep -c '"container-' || true)" 0
check "the kubelet may not read a component's ConfigMap" denied containers-1 get configmap storefront
check "nor say how a component's Pod is" denied containers-1 patch pod "$(pod_of catalog)" --subresource=status -p '{"status": {"phase": "Failed"}}'
check "nor the runtime node of a container's" denied host-1-kube-wasm patch pod "$(containers | awk 'NR == 1 { print $1 }')" \
  --subresource=status -p '{"status": {"phase": "Failed"}}'
components=$(settled)
kubectl drain containers-1 --ignore-daemonsets --delete-emptydir-data --timeout=120s
await "the kubelet's node is drained: its Pods wait" 60 equal_of "kubectl -n pricing get pods -l kind=container --no-headers | grep -c Pending" 3
check "the components are as they were" equal "$(settled)" "$components"
check "and answer" contains "$(price widget)" "base-price: 4.25"
kubectl uncordon containers-1
await "the containers run again" 120 containers_run_on 3 containers-1
before=$(containers)
kubectl drain host-1-kube-wasm --ignore-daemonsets --delete-emptydir-data --timeout=120s
await "the runtime node is drained: its Pods wait" 60 equal_of "kubectl -n pricing get pods -l kind!=container --no-headers | grep -c Pending" 4
check "the containers are as they were" equal "$(containers)" "$before"
kubectl uncordon host-1-kube-wasm
await "the components are linked again" 180 settled_are 4
