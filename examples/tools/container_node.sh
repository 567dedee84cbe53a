# Shell functions that run a real kubelet with containerd as one more Node. Sourced after control-plane/cluster.sh; needs root,
# containerd, ctr, runc, the CNI plugins of containernetworking (CNI_PLUGINS, default /usr/lib/cni) and Go.
# shellcheck shell=bash

: "${work=}" "${cluster=}"
container_node=
container_image=registry.example.com/containers/waits:v1

# container_node_up NAME : its Node is Ready when this returns or a check has failed
container_node_up() {
  local folder=$work/container-node kubelet health plugins=${CNI_PLUGINS:-/usr/lib/cni}
  container_node=$1
  mkdir -p "$folder/cni" "$folder/image"
  read -r kubelet health <<<"$(free_ports 2)"
  # Where this process may not lower the score of the out-of-memory killer, containers go without.
  cat >"$folder/containerd.toml" <<CONTAINERD
version = 2
root = "$folder/root"
state = "$folder/state"
[grpc]
  address = "$folder/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  stream_server_port = "0"
  sandbox_image = "$container_image"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$plugins"
    conf_dir = "$folder/cni"
CONTAINERD
  cat >"$folder/cni/10-pods.conflist" <<CNI
{"cniVersion": "0.4.0", "name": "pods", "plugins": [{"type": "ptp", "ipMasq": false,
  "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.250.0.0/24"}]], "dataDir": "$folder/ipam"}}]}
CNI
  cat >"$folder/kubelet.yaml" <<KUBELET
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
port: $kubelet
healthzPort: $health
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $cluster/pki/ca.crt}}
authorization: {mode: Webhook}
containerRuntimeEndpoint: unix://$folder/containerd.sock
cgroupDriver: cgroupfs
cgroupsPerQOS: false
enforceNodeAllocatable: []
failSwapOn: false
resolvConf: ""
KUBELET
  cluster_certificate "node-$1" "/O=system:nodes/CN=system:node:$1" 'extendedKeyUsage=clientAuth'
  cluster_kubeconfig "node-$1" "$(kubectl config view -o 'jsonpath={.clusters[0].cluster.server}')" >"$folder/kubeconfig"

  background containerd containerd -c "$folder/containerd.toml"
  until in_containerd version >/dev/null 2>&1; do still_runs containerd || exit 1; sleep 0.2; done
  (cd examples/tools/container && CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o "$folder/image/waits" .)
  examples/tools/container_image.py "$container_image" "$folder/image/waits" "$folder/image.tar"
  in_containerd images import "$folder/image.tar" >/dev/null
  background kubelet kubelet --config="$folder/kubelet.yaml" --kubeconfig="$folder/kubeconfig" --root-dir="$folder/kubelet" \
    --cert-dir="$folder/kubelet/pki" --hostname-override="$1"
}

# in_containerd COMMAND... : ctr, where a kubelet has its containers
in_containerd() {
  ctr -a "$work/container-node/containerd.sock" -n k8s.io "$@"
}

node_is_ready() { # NODE
  contains "$(kubectl get node "$1" --no-headers)" " Ready "
}

# Takes away what it runs, so that no container stays, and what it has mounted.
container_node_down() {
  local mounted
  [ -n "$container_node" ] || return 0
  kubectl cordon "$container_node" >/dev/null 2>&1 || true
  kubectl delete pods -A --field-selector "spec.nodeName=$container_node" --grace-period=1 --timeout=60s >/dev/null 2>&1 || true
  for name in kubelet containerd; do
    [ -n "${pid_of[$name]:-}" ] || continue
    kill "${pid_of[$name]}" 2>/dev/null || true
    timeout 15 tail --pid="${pid_of[$name]}" -f /dev/null || true
  done
  # A kubelet mounts its folder on itself.
  awk -v folder="$work/" 'index($2, folder) == 1 { print $2 }' /proc/mounts | sort -r | while read -r mounted; do
    umount "$mounted" || true
  done
}
