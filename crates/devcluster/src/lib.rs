//! Starts a real local Kubernetes control plane for the demo, the tests and the benchmarks
