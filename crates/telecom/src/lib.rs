//! 3GPP and O-RAN facts and types: network functions, reference points, 5QI, slices, identities.
//!
//! Everything here is data with a source or a type that cannot hold a wrong value. Nothing here does
//! I/O, knows Kubernetes, or reads a number from a document at run time: ports, QoS values and floors
//! are owned by this crate, so that no sentence, model answer or retrieved text can change them.

pub mod catalogue;
pub mod compatibility;
pub mod control_loop;
pub mod five_qi;
mod named;
mod names;
pub mod network_function;
pub mod plmn;
pub mod reference_point;
pub mod slice;

pub use catalogue::{Catalogue, CatalogueError, Template};
pub use control_loop::ControlLoop;
pub use five_qi::{FiveQi, five_qi, for_latency};
pub use named::UnknownName;
pub use network_function::NetworkFunctionType;
pub use plmn::{Mcc, Mnc, Plmn, PlmnError, Tac};
pub use reference_point::{Protocol, ReferencePoint, ReferencePointFacts};
pub use slice::{SliceDifferentiator, SliceDifferentiatorPair, SliceError, SliceKind, Snssai};
