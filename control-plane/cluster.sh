# A Kubernetes control plane of real processes on the loopback address: etcd, kube-apiserver, kube-controller-manager and the
# default kube-scheduler. Sourced, with `set -euo pipefail`, by scripts that try things end to end; not for production.
#
#   cluster_up FOLDER   starts them, from the folder that KUBEBUILDER_ASSETS names or that control-plane/build.sh fills; leaves
#                       FOLDER/kubeconfig (an administrator's), FOLDER/pki/ca.crt, FOLDER/logs/
#   cluster_down        stops them, and all else that was started by `background`
#   background NAME COMMAND...   a process with its log in FOLDER/logs/NAME.log; its id is in ${pid_of[NAME]}

cluster_programs=$(dirname "${BASH_SOURCE[0]}")/build.sh
declare -A pid_of=()

background() { # NAME COMMAND...
  local name=$1
  shift
  "$@" >>"$cluster/logs/$name.log" 2>&1 </dev/null &
  pid_of[$name]=$!
}

free_ports() { # COUNT
  python3 -c '
import socket, sys
held = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(sys.argv[1]))]
print(*(s.getsockname()[1] for s in held))' "$1"
}

cluster_up() { # FOLDER
  cluster=$1
  mkdir -p "$cluster/logs" "$cluster/pki"
  local bin api etcd peer controllers scheduler
  bin=${KUBEBUILDER_ASSETS:-$("$cluster_programs" --kube-scheduler --kube-controller-manager --kubectl)}
  export PATH=$bin:$PATH
  read -r api etcd peer controllers scheduler <<<"$(free_ports 5)"
  cluster_keys
  cluster_kubeconfig admin https://127.0.0.1:"$api" >"$cluster/kubeconfig"
  cluster_kubeconfig controllers https://127.0.0.1:"$api" >"$cluster/controllers.kubeconfig"
  cluster_kubeconfig scheduler https://127.0.0.1:"$api" >"$cluster/scheduler.kubeconfig"
  export KUBECONFIG=$cluster/kubeconfig

  background etcd "$bin/etcd" --name=cluster --data-dir="$cluster/etcd" --unsafe-no-fsync --log-level=warn \
    --listen-client-urls=http://127.0.0.1:"$etcd" --advertise-client-urls=http://127.0.0.1:"$etcd" \
    --listen-peer-urls=http://127.0.0.1:"$peer" --initial-advertise-peer-urls=http://127.0.0.1:"$peer" \
    --initial-cluster=cluster=http://127.0.0.1:"$peer"
  # A loopback address is refused as an endpoint of the Service kubernetes: hence no reconciler of endpoints.
  background kube-apiserver "$bin/kube-apiserver" --etcd-servers=http://127.0.0.1:"$etcd" \
    --bind-address=127.0.0.1 --secure-port="$api" --advertise-address=127.0.0.1 --endpoint-reconciler-type=none \
    --tls-cert-file="$cluster/pki/server.crt" --tls-private-key-file="$cluster/pki/server.key" \
    --client-ca-file="$cluster/pki/ca.crt" --authorization-mode=Node,RBAC --anonymous-auth=false \
    --enable-admission-plugins=NodeRestriction --kubelet-preferred-address-types=InternalIP \
    --kubelet-client-certificate="$cluster/pki/admin.crt" --kubelet-client-key="$cluster/pki/admin.key" \
    --service-account-issuer=https://kubernetes.default.svc --service-cluster-ip-range=10.96.0.0/16 \
    --service-account-key-file="$cluster/pki/accounts.key" --service-account-signing-key-file="$cluster/pki/accounts.key"
  until kubectl get --raw /readyz >/dev/null 2>&1; do still_runs kube-apiserver || exit 1; sleep 0.3; done
  # A node is given up half a minute after its last heartbeat.
  background kube-controller-manager "$bin/kube-controller-manager" --kubeconfig="$cluster/controllers.kubeconfig" \
    --bind-address=127.0.0.1 --secure-port="$controllers" --cert-dir="$cluster/pki" --leader-elect=false \
    --use-service-account-credentials --service-account-private-key-file="$cluster/pki/accounts.key" \
    --root-ca-file="$cluster/pki/ca.crt" --node-monitor-period=2s --node-monitor-grace-period=30s \
    --cluster-signing-cert-file="$cluster/pki/ca.crt" --cluster-signing-key-file="$cluster/pki/ca.key"
  background kube-scheduler "$bin/kube-scheduler" --kubeconfig="$cluster/scheduler.kubeconfig" \
    --bind-address=127.0.0.1 --secure-port="$scheduler" --cert-dir="$cluster/pki" --leader-elect=false
  until kubectl get serviceaccount default >/dev/null 2>&1; do still_runs kube-controller-manager || exit 1; sleep 0.3; done
}

still_runs() { # NAME
  kill -0 "${pid_of[$1]}" 2>/dev/null && return 0
  echo "$1 has ended; the end of $cluster/logs/$1.log:" >&2
  tail -n 20 "$cluster/logs/$1.log" >&2
  return 1
}

cluster_keys() {
  local pki=$cluster/pki
  openssl ecparam -name prime256v1 -genkey -noout -out "$pki/ca.key"
  openssl req -x509 -new -key "$pki/ca.key" -days 2 -subj /CN=cluster -out "$pki/ca.crt" \
    -addext keyUsage=critical,keyCertSign,cRLSign,digitalSignature 2>/dev/null
  openssl genrsa -out "$pki/accounts.key" 2048 2>/dev/null
  cluster_certificate server /CN=kube-apiserver 'subjectAltName=IP:127.0.0.1,DNS:localhost' 'extendedKeyUsage=serverAuth'
  cluster_certificate admin /O=system:masters/CN=admin 'extendedKeyUsage=clientAuth'
  cluster_certificate controllers /CN=system:kube-controller-manager 'extendedKeyUsage=clientAuth'
  cluster_certificate scheduler /CN=system:kube-scheduler 'extendedKeyUsage=clientAuth'
}

cluster_certificate() { # NAME SUBJECT EXTENSION...
  local path=$cluster/pki/$1 subject=$2
  shift 2
  openssl ecparam -name prime256v1 -genkey -noout -out "$path.key"
  openssl req -new -key "$path.key" -subj "$subject" |
    openssl x509 -req -CA "$cluster/pki/ca.crt" -CAkey "$cluster/pki/ca.key" -CAcreateserial -days 2 \
      -extfile <(printf '%s\n' "$@") -out "$path.crt" 2>/dev/null
}

cluster_kubeconfig() { # NAME SERVER
  printf '%s\n' 'apiVersion: v1' 'kind: Config' 'current-context: cluster' \
    "clusters: [{name: cluster, cluster: {server: '$2', certificate-authority: '$cluster/pki/ca.crt'}}]" \
    "users: [{name: '$1', user: {client-certificate: '$cluster/pki/$1.crt', client-key: '$cluster/pki/$1.key'}}]" \
    "contexts: [{name: cluster, context: {cluster: cluster, user: '$1'}}]"
}

cluster_down() {
  local pids=("${pid_of[@]}") pid
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do
    # Whoever doesn't stop when asked is made to.
    timeout 15 tail --pid="$pid" -f /dev/null || kill -9 "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
}
