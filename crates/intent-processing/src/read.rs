//! Reads a model that something else wrote, and the schema it must follow.

use nephoran_api::IntentModel;
use serde_json::Value;

/// Why a text is not an intent model.
#[derive(Debug, thiserror::Error)]
#[error("failed to read an intent model: {source}")]
pub struct ModelError {
    #[source]
    source: serde_json::Error,
}

impl ModelError {
    /// The bounded reason for conditions and metrics.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        "InvalidIntentModel"
    }

    /// Only another text helps.
    #[must_use]
    pub const fn class(&self) -> nephoran_api::ErrorClass {
        nephoran_api::ErrorClass::Validation
    }
}

/// Reads a model from JSON: one object, no unknown or repeated field, no text behind it.
pub fn read_model(json: &str) -> Result<IntentModel, ModelError> {
    serde_json::from_str(json).map_err(|source| ModelError { source })
}

/// The JSON Schema of [`IntentModel`].
#[must_use]
pub fn schema() -> Value {
    schemars::schema_for!(IntentModel).to_value()
}
