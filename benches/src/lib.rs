//! Load generator and micro-benchmarks.
