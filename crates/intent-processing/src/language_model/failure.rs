//! HTTP failures of a provider, and its words about them made fit for a status.

use std::time::Duration;

use serde_json::Value;

use super::{ApiKey, ModelError};

/// Longest quotation of a provider, in characters.
const LONGEST_DETAIL: usize = 300;

/// A response that is not 2xx, or an error in the middle of a stream that stands for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    pub status: u16,
    /// The provider's words, as they came.
    pub detail: String,
    pub retry_after: Option<Duration>,
}

impl Failure {
    pub fn into_error(self, endpoint: String) -> ModelError {
        let Self {
            status,
            detail,
            retry_after,
        } = self;
        match status {
            401 | 403 => ModelError::Unauthorized { endpoint },
            429 => ModelError::RateLimited {
                endpoint,
                retry_after,
            },
            // Request Timeout and Too Early say nothing about the request itself.
            408 | 425 | 500.. => ModelError::Failed {
                endpoint,
                status,
                detail,
                retry_after,
            },
            300..=399 => ModelError::Refused {
                endpoint,
                status,
                detail: "it redirects, which is not followed; set url to where it leads".to_owned(),
            },
            _ => ModelError::Refused {
                endpoint,
                status,
                detail,
            },
        }
    }
}

/// What a body says about the error: the message of the shapes that providers use, else the body itself.
pub(super) fn message_of(body: &[u8]) -> String {
    let known = serde_json::from_slice::<Value>(body)
        .ok()
        .and_then(|value| {
            ["/error/message", "/error", "/message", "/detail"]
                .iter()
                .find_map(|pointer| Some(value.pointer(pointer)?.as_str()?.to_owned()))
        });
    known.unwrap_or_else(|| String::from_utf8_lossy(body).into_owned())
}

/// The same error with every quotation of the provider short, printable and without the key.
pub(super) fn presentable(mut error: ModelError, key: Option<&ApiKey>) -> ModelError {
    if let ModelError::Unreachable { detail, .. }
    | ModelError::Refused { detail, .. }
    | ModelError::Failed { detail, .. }
    | ModelError::Truncated { detail, .. }
    | ModelError::Declined { detail, .. }
    | ModelError::KeyUnavailable { detail, .. }
    | ModelError::Unreadable { detail, .. } = &mut error
    {
        let without_key = key.map_or_else(|| detail.clone(), |key| key.redact(detail));
        *detail = shorten(&without_key);
    }
    error
}

/// On one line, without control characters and marks that change the direction of text, at most 300 characters.
fn shorten(text: &str) -> String {
    let printable: String = text
        .chars()
        .map(|character| {
            if character.is_whitespace() {
                ' '
            } else {
                character
            }
        })
        .filter(|&character| !character.is_control() && !is_direction_mark(character))
        .collect();
    let one_line = printable
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    if one_line.is_empty() {
        return "it does not say why".to_owned();
    }
    if one_line.chars().count() <= LONGEST_DETAIL {
        return one_line;
    }
    one_line
        .chars()
        .take(LONGEST_DETAIL - 1)
        .chain(['…'])
        .collect()
}

/// The explicit directional formatting characters of Unicode Standard Annex 9, section 2, and the two marks.
const fn is_direction_mark(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(detail: &str, key: Option<&ApiKey>) -> String {
        let error = ModelError::Unreadable {
            endpoint: "e".to_owned(),
            detail: detail.to_owned(),
        };
        match presentable(error, key) {
            ModelError::Unreadable { detail, .. } => detail,
            other => panic!("{other}"),
        }
    }

    #[test]
    fn words_of_a_provider_are_short_and_on_one_line() {
        assert_eq!(
            shown("a\r\n\tb\u{1b}[31m \u{202e}c\u{7}", None),
            "a b[31m c"
        );
        let long = shown(&"ä".repeat(1000), None);
        assert_eq!(long.chars().count(), 300);
        assert!(long.ends_with('…'), "{long}");
        assert_eq!(shown("\n", None), "it does not say why");
    }

    #[test]
    fn a_key_that_is_quoted_is_taken_out_before_the_text_is_cut() {
        let key = ApiKey::new("sk-12345\n");
        let padded = format!("{} sk-12345", "x".repeat(295));
        for detail in ["bad key sk-12345!", &padded] {
            let shown = shown(detail, Some(&key));
            assert!(!shown.contains("sk-"), "{shown}");
        }
    }

    #[test]
    fn the_message_is_found_in_the_shapes_that_providers_use() {
        for body in [
            r#"{"error":{"message":"no such model","type":"x"}}"#,
            r#"{"error":"no such model"}"#,
            r#"{"object":"error","message":"no such model"}"#,
            r#"{"detail":"no such model"}"#,
            "no such model",
        ] {
            assert_eq!(message_of(body.as_bytes()), "no such model");
        }
    }
}
