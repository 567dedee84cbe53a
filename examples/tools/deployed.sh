# Shell functions that run what manifests/ deploys where there is no container runtime. Sourced after control-plane/cluster.sh.
#
# A host is a Node without a kubelet: `hosts` makes it and keeps its Lease fresh. What a kubelet would do for the Pods that the
# default scheduler binds there, `start_deployed` does: it starts the entry point of the Pod's image as a process and reports the
# Pod as Running.

system=kube-wasm
# Of the script that sources this one, and of control-plane/cluster.sh.
: "${work=}" "${cluster=}"
declare -a entry_scheduler entry_node

hosts() { # NAME...
  local name
  for name in "$@"; do
    kubectl create -f - <<NODE
apiVersion: v1
kind: Node
metadata:
  name: $name
  labels: {kubernetes.io/hostname: $name, kubernetes.io/os: linux, kube-wasm/host: "true"}
status:
  capacity: {cpu: "4", memory: 8Gi, pods: "110"}
  allocatable: {cpu: "4", memory: 8Gi, pods: "110"}
  conditions: [{type: Ready, status: "True", reason: HostReady, message: a host without a kubelet}]
NODE
  done
  background heartbeats host_heartbeats "$@"
}

host_heartbeats() { # NAME...
  local name
  while :; do
    for name in "$@"; do
      printf '%s\n' --- 'apiVersion: coordination.k8s.io/v1' 'kind: Lease' \
        "metadata: {name: $name, namespace: kube-node-lease}" \
        "spec: {holderIdentity: $name, leaseDurationSeconds: 40, renewTime: '$(date -u +%Y-%m-%dT%H:%M:%S.%6NZ)'}"
    done | kubectl apply -f - >/dev/null
    sleep 10
  done
}

# Sets the variable `registry`: one with the images of these layouts.
registry_up() { # LAYOUT...
  local layout
  registry=127.0.0.1:$(free_ports 1)
  REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY=$work/registry REGISTRY_HTTP_ADDR=$registry \
    background docker-registry docker-registry serve <(printf '%s\n' 'version: 0.1' 'log: {level: warn}' 'storage: {filesystem: {}}' 'http: {}')
  until curl -fs "http://$registry/v2/" >/dev/null; do still_runs docker-registry || exit 1; sleep 0.2; done
  for layout in "$@"; do
    examples/tools/push.py "$layout" "$registry"
  done
}

# manifests/ with what is particular to this machine: the registry has no TLS, the schedulers share a network, and a busy machine
# may take its time to read an image: placing waits for it, so that providers aren't placed before their consumers are known.
overlay_of_manifests() { # REGISTRY
  mkdir -p "$work/deploy"
  cat >"$work/deploy/kustomization.yaml" <<OVERLAY
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [$(realpath --relative-to="$work/deploy" manifests)]
patches:
- patch: |
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: scheduler, namespace: $system}
    data:
      scheduler.yaml: |
        apiVersion: kube-wasm/v1alpha1
        kind: SchedulerConfiguration
        artifacts: {registries: {plainHttp: ["$1"], keepAnswers: 10m}}
        server: {port: PORT}
- patch: |
    apiVersion: apps/v1
    kind: DaemonSet
    metadata: {name: runtime-node, namespace: $system}
    spec:
      template:
        spec:
          containers:
          - name: node
            env: [{name: KUBE_WASM_NODE_ARTIFACTS_PLAIN_HTTP, value: "$1"}]
OVERLAY
}

# examples/pricing with the components of this registry, and Pods that leave a dead node after 5 s.
overlay_of_pricing() { # REGISTRY
  local name
  mkdir -p "$work/pricing"
  {
    printf '%s\n' 'apiVersion: kustomize.config.k8s.io/v1beta1' 'kind: Kustomization' \
      "resources: [$(realpath --relative-to="$work/pricing" examples/pricing)]" 'images:'
    for name in catalog discounts calculator storefront; do
      echo "- {name: registry.example.com/pricing/$name, newName: $1/pricing/$name}"
    done
    cat <<'PATCH'
patches:
- target: {kind: Deployment}
  patch: |
    - op: add
      path: /spec/template/spec/tolerations
      value:
      - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 5}
      - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 5}
PATCH
  } >"$work/pricing/kustomization.yaml"
}

# NAME HOST APP of each Pod of the system that is bound.
deployed_pods() {
  kubectl -n "$system" get pods -o 'jsonpath={range .items[?(@.spec.nodeName)]}{.metadata.name} {.spec.nodeName} {.metadata.labels.app\.kubernetes\.io/name}{"\n"}{end}'
}

deployed_pods_are_bound() { # COUNT
  equal "$(deployed_pods | wc -l)" "$1"
}

start_deployed() {
  local program name host app
  for program in scheduler node; do
    scripts/build-image "$program" --base scratch --tar "$work/$program.tar"
    mapfile -t "entry_$program" < <(examples/tools/unpack_image.py "$work/$program.tar" "$work/image-$program")
  done
  # shellcheck source=scripts/common.sh
  . scripts/common.sh
  find_jdk_25
  PATH=$JAVA_HOME/bin:$PATH
  kubectl -n "$system" get configmap kube-root-ca.crt -o 'jsonpath={.data.ca\.crt}' >"$work/cluster-ca.crt"
  while read -r name host app; do
    case $app in
      kube-wasm-scheduler) start_scheduler "$name" ;;
      kube-wasm-runtime-node) start_node "$name" "$host" ;;
    esac
    report_running "$name"
  done < <(deployed_pods)
}

report_running() { # POD
  kubectl -n "$system" patch pod "$1" --subresource=status -p '{"status": {"phase": "Running", "conditions": [
    {"type": "Ready", "status": "True"}, {"type": "ContainersReady", "status": "True"}]}}' >/dev/null
}

# kubeconfig_of SERVICEACCOUNT : what a Pod finds in /var/run/secrets/kubernetes.io/serviceaccount, as a file
kubeconfig_of() {
  local file=$work/$1.kubeconfig
  sed "s|^users: .*|users: [{name: admin, user: {token: '$(kubectl -n "$system" create token "$1" --duration=2h)'}}]|" \
    "$KUBECONFIG" >"$file"
  echo "$file"
}

# restarted COMMAND... : runs it, and again when it has ended (restartPolicy Always)
restarted() {
  local process
  trap 'kill "$process"; wait "$process"; exit' TERM
  while :; do
    "$@" &
    process=$!
    wait "$process" || true
    sleep 1
  done
}

declare -A scheduler_port=()

start_scheduler() { # POD
  local port file=$work/$1.yaml
  port=$(free_ports 1)
  scheduler_port[$1]=$port
  kubectl -n "$system" get configmap scheduler -o 'jsonpath={.data.scheduler\.yaml}' | sed "s/PORT/$port/" >"$file"
  KUBECONFIG=$(kubeconfig_of scheduler) JDK_JAVA_OPTIONS=-XX:MaxRAM=1g \
    background "$1" restarted "${entry_scheduler[@]}" "--config=$file"
}

# The environment of the Pod, and in place of its own network, volumes and ServiceAccount what this machine has for them.
start_node() { # POD HOST
  local variables http kubelet
  mapfile -t variables < <(kubectl -n "$system" get pod "$1" \
    -o 'jsonpath={range .spec.containers[0].env[?(@.value)]}{.name}={.value}{"\n"}{end}')
  read -r http kubelet <<<"$(free_ports 2)"
  mkdir -p "$work/$2"
  background "$2" env "${variables[@]}" KUBE_WASM_NODE_HOST="$2" KUBE_WASM_NODE_ADDRESS=127.0.0.1 \
    KUBE_WASM_NODE_FOLDER="$work/$2" KUBE_WASM_NODE_KUBELET_CLIENT_CA="$work/cluster-ca.crt" \
    KUBE_WASM_NODE_KUBELET_HOST=127.0.0.1 KUBE_WASM_NODE_KUBELET_PORT="$kubelet" \
    QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT="$http" KUBECONFIG="$(kubeconfig_of runtime-node)" \
    JDK_JAVA_OPTIONS='--enable-native-access=ALL-UNNAMED -XX:MaxRAM=2g' "${entry_node[@]}"
}

runtime_nodes_are_ready() { # COUNT
  equal "$(kubectl get nodes -l kube-wasm/runtime=jvm --no-headers | grep -c ' Ready')" "$1"
}

schedulers_are_ready() {
  local name
  for name in "${!scheduler_port[@]}"; do
    still_runs "$name" && curl -fsS "http://127.0.0.1:${scheduler_port[$name]}/readyz" || return 1
  done
}

kubelet_port() { # NODE
  kubectl get node "$1" -o 'jsonpath={.status.daemonEndpoints.kubeletEndpoint.Port}'
}

# ask_kubelet NODE PATH [CURL OPTION...] : as the administrator, directly
ask_kubelet() {
  local node=$1 path=$2
  shift 2
  curl -fsS -k --cert "$cluster/pki/admin.crt" --key "$cluster/pki/admin.key" --max-time 30 "$@" \
    "https://127.0.0.1:$(kubelet_port "$node")$path"
}

# pod_on HOST : the runtime node's Pod there
pod_on() {
  deployed_pods | awk -v host="$1" '$2 == host && $3 == "kube-wasm-runtime-node" { print $1; exit }'
}

# upgrade_node HOST : deletes the Pod there, as docs/operate.md has it, and does what a kubelet would: ends its program, lets the Pod
# go, and starts that of the Pod that the DaemonSet's controller makes in its place.
upgrade_node() {
  local old new
  old=$(pod_on "$1")
  stop_program "$1"
  kubectl -n "$system" delete pod "$old" --force --grace-period=0
  until new=$(pod_on "$1") && [ -n "$new" ] && [ "$new" != "$old" ]; do sleep 0.5; done
  start_node "$new" "$1"
  report_running "$new"
}

stop_program() { # NAME
  # shellcheck disable=SC2154 # of control-plane/cluster.sh
  kill "${pid_of[$1]}" 2>/dev/null || true
  wait "${pid_of[$1]}" 2>/dev/null || true
  unset "pid_of[$1]"
}

# Ends the programs of all Pods of the system.
stop_deployed() {
  local name
  for name in "${!pid_of[@]}"; do
    case $name in
      host-* | scheduler-*) stop_program "$name" ;;
    esac
  done
}

# runs_anew NODE HOST : the Node is Ready, and says so by the program that was started last
runs_anew() {
  still_runs "$2" && equal "$(kubectl get node "$1" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}')" True &&
    ask_kubelet "$1" /healthz
}
