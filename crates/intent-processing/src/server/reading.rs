//! From the bytes of a request to a text and how to understand it. Strict: what is not understood is refused.

use std::time::Duration;

use axum::{
    body::Body,
    http::{HeaderMap, StatusCode, header},
};
use futures::StreamExt;
use jsonschema::{ValidationError, Validator, error::ValidationErrorKind};
use nephoran_api::{IntentHints, ProcessingOptions};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use tokio::time::timeout;

use super::{ApiError, Limits, Problem};
use crate::{processor::ProcessingRequest, text};

/// Namespace of a request that names none.
const DEFAULT_NAMESPACE: &str = "default";

/// A text to understand, and how.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ParseRequest {
    /// The text, 10 to 2000 characters.
    #[schemars(length(min = 10, max = 2000))]
    pub intent: String,
    /// Typed hints, as a NetworkIntent has them; they win over the text.
    #[serde(default)]
    pub hints: IntentHints,
    /// Provider, model and the like; unset fields come from the controller's configuration.
    #[serde(default)]
    pub processing: ProcessingOptions,
    /// Namespace whose budget pays; `default` when absent.
    #[serde(default)]
    #[schemars(
        length(min = 1, max = 63),
        regex(pattern = r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
    )]
    pub namespace: Option<String>,
}

impl From<ParseRequest> for ProcessingRequest {
    fn from(request: ParseRequest) -> Self {
        Self {
            namespace: request
                .namespace
                .unwrap_or_else(|| DEFAULT_NAMESPACE.to_owned()),
            text: request.intent,
            hints: request.hints,
            options: request.processing,
        }
    }
}

/// What a body is written in.
#[derive(Clone, Copy)]
enum Media {
    Text,
    Json,
}

/// Reads requests; holds the compiled schema of [`ParseRequest`].
pub(super) struct Reader {
    bounds: Validator,
}

impl Reader {
    pub(super) fn new() -> Result<Self, ApiError> {
        let schema = schemars::schema_for!(ParseRequest).to_value();
        let bounds = jsonschema::validator_for(&schema)
            .map_err(|error| ApiError::Schema(error.to_string()))?;
        Ok(Self { bounds })
    }

    pub(super) async fn read(
        &self,
        headers: &HeaderMap,
        body: Body,
        limits: &Limits,
    ) -> Result<ProcessingRequest, Problem> {
        let media = media(headers)?;
        let bytes = timeout(limits.body, bounded(headers, body, limits.body_bytes))
            .await
            .map_err(|_| slow_body(limits.body))??;
        let request = match media {
            Media::Text => text_request(&bytes)?,
            Media::Json => json_request(&bytes)?,
        };
        text::check(&request.intent).map_err(|error| Problem::of(&error))?;
        if let Media::Json = media {
            self.check_bounds(&bytes)?;
        }
        Ok(request.into())
    }

    /// Ranges and patterns, which the types do not know.
    fn check_bounds(&self, bytes: &[u8]) -> Result<(), Problem> {
        let value: Value =
            serde_json::from_slice(bytes).map_err(|error| malformed(&error.to_string()))?;
        let first = self.bounds.iter_errors(&value).next();
        first.map_or(Ok(()), |error| {
            let error = innermost(&error);
            let detail = format!("{}: {error}; correct the value", error.instance_path());
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Err(Problem::new(status, "ValueOutOfBounds", detail))
        })
    }
}

/// The error that names the value. An optional field is "this or null", of which the failure to be this is to be told.
fn innermost<'a>(error: &'a ValidationError<'a>) -> &'a ValidationError<'a> {
    let ValidationErrorKind::AnyOf { context } = error.kind() else {
        return error;
    };
    let depth = |error: &ValidationError<'_>| error.instance_path().as_str().len();
    let deeper = context.iter().flatten().max_by_key(|inner| depth(inner));
    deeper
        .filter(|inner| depth(inner) > depth(error))
        .map_or(error, innermost)
}

fn media(headers: &HeaderMap) -> Result<Media, Problem> {
    let unsupported = |detail: &str| {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        Problem::new(status, "UnsupportedMediaType", detail)
    };
    if headers.contains_key(header::CONTENT_ENCODING) {
        return Err(unsupported("send the body without a Content-Encoding"));
    }
    let written = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let mut parts = written.split(';').map(str::trim);
    let media = match parts.next() {
        Some("text/plain") => Media::Text,
        Some("application/json") => Media::Json,
        _ => {
            return Err(unsupported(
                "send the header `Content-Type: text/plain` with a sentence, or `application/json` with {\"intent\": …}",
            ));
        }
    };
    let other_charset = parts
        .filter_map(|parameter| parameter.strip_prefix("charset="))
        .any(|charset| charset.trim_matches('"') != "utf-8");
    if other_charset {
        return Err(unsupported("write the body in UTF-8"));
    }
    Ok(media)
}

/// The whole body. A length that is announced as too long is not waited for.
async fn bounded(headers: &HeaderMap, body: Body, limit: usize) -> Result<Vec<u8>, Problem> {
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit as u64) {
        return Err(too_large(limit));
    }
    let mut bytes = Vec::new();
    let mut stream = body.into_data_stream();
    while let Some(piece) = stream.next().await {
        let piece = piece.map_err(|error| malformed(&error.to_string()))?;
        if bytes.len() + piece.len() > limit {
            return Err(too_large(limit));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

fn text_request(bytes: &[u8]) -> Result<ParseRequest, Problem> {
    let intent = std::str::from_utf8(bytes).map_err(|error| {
        let place = error.valid_up_to() + 1;
        malformed(&format!("byte {place} is not UTF-8"))
    })?;
    Ok(ParseRequest {
        intent: intent.to_owned(),
        hints: IntentHints::default(),
        processing: ProcessingOptions::default(),
        namespace: None,
    })
}

/// Refuses unknown fields at every depth; serde refuses a field that stands there twice, and nesting without end.
fn json_request(bytes: &[u8]) -> Result<ParseRequest, Problem> {
    // Types would also be read from lists of their fields.
    if !bytes.trim_ascii_start().starts_with(b"{") {
        return Err(malformed("it is not a JSON object"));
    }
    let mut unknown = None;
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let mut track = serde_path_to_error::Track::new();
    let deserializer = serde_path_to_error::Deserializer::new(&mut json, &mut track);
    let request: Result<ParseRequest, _> = serde_ignored::deserialize(deserializer, |path| {
        // `?` stands for an optional field's value.
        unknown.get_or_insert_with(|| path.to_string().replace(".?", ""));
    });
    let request = request.map_err(|error| match track.path().to_string().as_str() {
        "." => malformed(&error.to_string()),
        path => malformed(&format!("{path}: {error}")),
    })?;
    json.end().map_err(|error| malformed(&error.to_string()))?;
    match unknown {
        Some(path) => Err(malformed(&format!("{path} is not a field"))),
        None => Ok(request),
    }
}

fn malformed(what: &str) -> Problem {
    let detail = format!("failed to read the body: {what}; GET /v1/openapi.json describes it");
    Problem::new(StatusCode::BAD_REQUEST, "MalformedRequest", detail)
}

fn too_large(limit: usize) -> Problem {
    let detail = format!("the body may have at most {limit} bytes; shorten the text");
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "BodyTooLarge", detail)
}

fn slow_body(limit: Duration) -> Problem {
    let detail = format!(
        "the body was not complete within {} s; send it at once",
        limit.as_secs_f64()
    );
    Problem::new(StatusCode::REQUEST_TIMEOUT, "BodyTimeout", detail)
}
