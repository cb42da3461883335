//! A real Kubernetes control plane, and real Git servers, as child processes on this machine.
//!
//! The demo, the tests and the benchmarks talk to the released kube-apiserver, etcd, kube-controller-manager and
//! kube-scheduler; only the kubelets are played by kwok, so Pods become Ready (or fail, when a label asks for it)
//! without a container being run. Everything a run starts ends with the process that started it, and no port,
//! folder or process is shared between two runs.

pub mod binaries;
mod certificates;
pub mod cluster;
mod control_plane;
mod custom_kinds;
pub mod git_server;
mod kubeconfig;
pub mod process;
pub mod run_directory;
pub mod simulated_nodes;
mod storage;
