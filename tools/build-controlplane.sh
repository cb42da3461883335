#!/usr/bin/env bash
# Builds the programs of the local control plane from their pinned Go modules, into a cache outside the repository.
#
#   tools/build-controlplane.sh [PROGRAM...]     all of them without arguments
#
# Prints the folder that holds the binaries on stdout and its progress on stderr. A program that is already
# there is not built again; one that was interrupted is never left half-written.
set -euo pipefail

tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# The version that a module file of ours requires of a package.
pin() { sed -nE "s|^(require)?[[:space:]]*$2 (v[0-9.]+)\$|\2|p" "$tools/$1/go.mod"; }
kubernetes=$(pin controlplane k8s.io/kubernetes)
helm=$(pin helm helm.sh/helm/v3)
minor=$(cut -d. -f2 <<<"$kubernetes")

# Version checks of clients and charts must see a release, as the published binaries are.
component=k8s.io/component-base/version
kubernetes_flags="-X $component.gitVersion=$kubernetes -X $component.gitMajor=1 -X $component.gitMinor=$minor \
-X $component.gitTreeState=clean -X $component.buildDate=1970-01-01T00:00:00Z"
helm_flags="-X helm.sh/helm/v3/internal/version.version=$helm"
for package in lint/rules chartutil; do
  helm_flags+=" -X helm.sh/helm/v3/pkg/$package.k8sVersionMajor=1 -X helm.sh/helm/v3/pkg/$package.k8sVersionMinor=$minor"
done

# The key covers everything that decides the result, so a changed pin never meets an old binary.
key=$(cat "$tools"/{controlplane,kwok,helm}/go.{mod,sum} - <<<"$kubernetes_flags $helm_flags" | sha256sum | cut -c1-16)
bin=${XDG_CACHE_HOME:-$HOME/.cache}/nephoran/$key/bin

# program  module folder  package  linker flags  usual time on two cores with nothing cached
build() {
  local program=$1 module=$2 package=$3 flags=$4 usual=$5
  [ -x "$bin/$program" ] && return
  require_go "$program"
  echo "building $program (usually $usual on two cores, once per version; cached in $bin)" >&2
  # An interrupted build leaves at most this file, which the next one overwrites.
  local unfinished=$bin/.$program.unfinished
  (cd "$tools/$module" && CGO_ENABLED=0 go build -trimpath -ldflags "-s -w $flags" -o "$unfinished" "$package") >&2
  mv "$unfinished" "$bin/$program"
}

require_go() {
  command -v go >/dev/null && return
  cat >&2 <<EOF
cannot provide $1: no Go toolchain was found. There are three ways to get a control plane:
  1. install Go 1.24 or newer (https://go.dev/dl) and run this again: everything is built from source once;
  2. set KUBEBUILDER_ASSETS to a folder that holds etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kubectl, kwok and helm;
  3. set NEPHORAN_KUBECONFIG to the kubeconfig of a cluster that you already have.
EOF
  exit 1
}

mkdir -p "$bin"
# Two runs at once would compile the same packages twice; the second waits and then finds them built.
exec 9>"$bin/.lock"
flock -n 9 || { echo "waiting for another run that builds into $bin" >&2; flock 9; }

[ $# -gt 0 ] || set -- etcd kube-apiserver kube-controller-manager kube-scheduler kubectl kwok helm
for program in "$@"; do
  case $program in
    etcd) build etcd controlplane go.etcd.io/etcd/server/v3 "" "20 s" ;;
    kube-apiserver) build "$program" controlplane k8s.io/kubernetes/cmd/kube-apiserver "$kubernetes_flags" "3 min" ;;
    kube-controller-manager) build "$program" controlplane k8s.io/kubernetes/cmd/kube-controller-manager "$kubernetes_flags" "1 min" ;;
    kube-scheduler) build "$program" controlplane k8s.io/kubernetes/cmd/kube-scheduler "$kubernetes_flags" "1 min" ;;
    kubectl) build kubectl controlplane k8s.io/kubernetes/cmd/kubectl "$kubernetes_flags" "30 s" ;;
    kwok) build kwok kwok sigs.k8s.io/kwok/cmd/kwok "" "1 min" ;;
    helm) build helm helm helm.sh/helm/v3/cmd/helm "$helm_flags" "1 min" ;;
    *) echo "unknown program $program: see the list in $0" >&2; exit 2 ;;
  esac
done
echo "$bin"
