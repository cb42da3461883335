//! Step 3, amendments: later intents that change functions an earlier Deploy owns.
//!
//! They apply in order. A later one that sets the same field supersedes the earlier, which is recorded.

mod fold;
mod target;

use nephoran_api::IntentModel;

pub(crate) use fold::apply;
pub use target::{OwnedFunction, OwnedFunctions, target_of};

/// An intent that changes functions of another.
#[derive(Debug, Clone, PartialEq)]
pub struct Amendment {
    /// Namespace of the amending NetworkIntent.
    pub namespace: String,
    /// The amending NetworkIntent.
    pub intent: String,
    /// Its UID.
    pub uid: String,
    /// Its generation.
    pub generation: i64,
    /// What it asks for; its action is not Deploy.
    pub model: IntentModel,
}
