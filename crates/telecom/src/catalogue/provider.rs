//! Whose implementation an image is.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest name of a provider, so that it fits a label value.
const LONGEST: usize = 40;

/// Whose implementation an image is: `free5GC`, `O-RAN SC`, or a name that a user's template brings.
///
/// At most 40 letters, digits, spaces, dots, hyphens and underscores, with a letter or digit at both ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Provider(String);

/// A text that names no provider.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "provider {0:?} is not a name of at most {LONGEST} letters, digits, spaces, dots, hyphens and underscores; write it like \"free5GC\""
)]
pub struct InvalidProvider(String);

impl Provider {
    /// As the provider writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As plans write it: lower case, hyphens for spaces (`o-ran-sc`).
    #[must_use]
    pub fn slug(&self) -> String {
        provider_slug(&self.0)
    }
}

/// The name of a provider as plans write it: lower case, hyphens for spaces (`o-ran-sc`).
#[must_use]
pub fn provider_slug(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

impl TryFrom<String> for Provider {
    type Error = InvalidProvider;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let inner =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'.' | b'-' | b'_');
        let ends = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
        let named = text.len() <= LONGEST
            && text.bytes().all(inner)
            && ends(text.bytes().next())
            && ends(text.bytes().last());
        if named {
            Ok(Self(text))
        } else {
            Err(InvalidProvider(text.chars().take(60).collect()))
        }
    }
}

impl From<Provider> for String {
    fn from(provider: Provider) -> Self {
        provider.0
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}
