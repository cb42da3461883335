//! 3GPP and O-RAN facts and types: network functions, reference points, 5QI, slices, identities.
//!
//! Everything here is data with a source or a type that cannot hold a wrong value. Nothing here does
//! I/O, knows Kubernetes, or reads a number from a document at run time: ports, QoS values and floors
//! are owned by this crate, so that no sentence, model answer or retrieved text can change them.

mod named;
mod names;
pub mod network_function;
pub mod reference_point;
pub mod slice;

pub use named::UnknownName;
pub use network_function::NetworkFunctionType;
pub use reference_point::{Protocol, ReferencePoint};
pub use slice::{SliceDifferentiator, SliceDifferentiatorPair, SliceKind, Snssai};
