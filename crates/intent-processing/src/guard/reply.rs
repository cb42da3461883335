//! Reads a model's answer: exactly one JSON object of the schema, and nothing beside it.
//!
//! Answers every problem it can find. Knows nothing of the intent; whether an answer fits it is for `support` to say.

use std::cell::RefCell;
use std::sync::OnceLock;

use jsonschema::{ValidationError, Validator, error::ValidationErrorKind};
use nephoran_api::IntentModel;
use serde_json::Value;

use super::{Finding, excerpt, schema, strict_json};

/// Longest answer that is read; the largest honest model, 64 functions with every field, is a fifth of this.
pub const MOST_REPLY_BYTES: usize = 64 * 1024;

/// Most violations of the schema that are told.
const MOST_SCHEMA_ERRORS: usize = 50;

/// Reads an answer into a model.
///
/// White space and one surrounding Markdown fence are tolerated; prose, a second value, unknown fields, keys that stand
/// twice, and characters that are not shown are not.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(reply: &str) -> Result<IntentModel, Vec<Finding>> {
    if reply.len() > MOST_REPLY_BYTES {
        let message = format!(
            "the answer has {} bytes and at most {MOST_REPLY_BYTES} are read; answer with one JSON object",
            reply.len()
        );
        return Err(vec![Finding::new("ReplyTooLarge", "", message)]);
    }
    let body = without_fence(reply.trim_matches(is_json_space));
    if !body.starts_with('{') {
        return Err(vec![Finding::new("NotOneObject", "", not_an_object(body))]);
    }
    let findings = RefCell::new(Vec::new());
    let parsed = strict_json::parse(body, &findings);
    let mut findings = findings.into_inner();
    match parsed {
        Ok((value, rest)) => {
            findings.extend(trailing(rest));
            findings.extend(against_schema(&value));
            if !findings.is_empty() {
                return Err(findings);
            }
            typed(value)
        }
        Err(error) => {
            let message = excerpt(&error.to_string(), 200);
            findings.push(Finding::new("InvalidJson", "", format!("the answer is not strict JSON: {message}; write no NaN, no comments, no more than is asked for")));
            Err(findings)
        }
    }
}

const fn is_json_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

/// The text inside one Markdown fence around the whole, or the text itself.
fn without_fence(text: &str) -> &str {
    text.strip_prefix("```")
        .and_then(|text| text.strip_suffix("```"))
        .map(|inner| inner.strip_prefix("json").unwrap_or(inner))
        .map_or(text, |inner| inner.trim_matches(is_json_space))
}

fn not_an_object(body: &str) -> String {
    if body.is_empty() {
        "the answer is empty; answer with one JSON object".to_owned()
    } else if body.contains('{') {
        "there is text before the JSON object; answer with the object alone".to_owned()
    } else {
        "there is no JSON object; answer with one JSON object and nothing else".to_owned()
    }
}

fn trailing(rest: &str) -> Option<Finding> {
    let rest = rest.trim_matches(is_json_space);
    let message = match rest.chars().next()? {
        '{' | '[' => "there is a second JSON value after the object; answer with one object",
        _ => "there is text after the JSON object; answer with the object alone",
    };
    Some(Finding::new("NotOneObject", "", message))
}

fn validator() -> Option<&'static Validator> {
    static VALIDATOR: OnceLock<Option<Validator>> = OnceLock::new();
    VALIDATOR
        .get_or_init(|| jsonschema::validator_for(&schema()).ok())
        .as_ref()
}

fn against_schema(value: &Value) -> Vec<Finding> {
    let Some(validator) = validator() else {
        return vec![Finding::new(
            "SchemaUnusable",
            "",
            "the schema of the intent model cannot be compiled, so no answer can be checked",
        )];
    };
    validator
        .iter_errors(value)
        .take(MOST_SCHEMA_ERRORS)
        .flat_map(|error| explained(&error))
        .collect()
}

/// A violation of the schema as findings. Alternatives (an optional object, a word of a list) are explained by what is
/// wrong with the one that was meant.
fn explained(error: &ValidationError<'_>) -> Vec<Finding> {
    let path = error.instance_path().as_str().to_owned();
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => unexpected
            .iter()
            .take(MOST_SCHEMA_ERRORS)
            .map(|field| {
                let path = format!("{path}/{}", excerpt(field, 60));
                Finding::new("UnknownField", path, "there is no such field; leave it out")
            })
            .collect(),
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            let words: Vec<String> = context.iter().flatten().filter_map(word).collect();
            if !words.is_empty() {
                let message = format!("the value must be one of {}", words.join(", "));
                return vec![Finding::new("UnknownValue", path, message)];
            }
            let meant = context.iter().find(|errors| {
                !errors.iter().any(|inner| {
                    matches!(inner.kind(), ValidationErrorKind::Type { .. })
                        && inner.instance_path() == error.instance_path()
                })
            });
            meant.map_or_else(
                || {
                    vec![Finding::new(
                        "WrongType",
                        path,
                        "the value has the wrong type",
                    )]
                },
                |errors| errors.iter().flat_map(explained).collect(),
            )
        }
        kind => vec![Finding::new(rule(kind), path, error.masked().to_string())],
    }
}

/// The word that an alternative expects.
fn word(error: &ValidationError<'_>) -> Option<String> {
    match error.kind() {
        ValidationErrorKind::Constant { expected_value } => Some(expected_value.to_string()),
        _ => None,
    }
}

const fn rule(kind: &ValidationErrorKind) -> &'static str {
    use ValidationErrorKind as Kind;
    match kind {
        Kind::Type { .. } => "WrongType",
        Kind::Required { .. } => "MissingField",
        Kind::Minimum { .. }
        | Kind::Maximum { .. }
        | Kind::MaxLength { .. }
        | Kind::MaxItems { .. } => "OutOfRange",
        Kind::Enum { .. } | Kind::Constant { .. } | Kind::Pattern { .. } => "UnknownValue",
        _ => "SchemaMismatch",
    }
}

fn typed(value: Value) -> Result<IntentModel, Vec<Finding>> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = format!(
            "/{}",
            error
                .path()
                .to_string()
                .replace(['.', '['], "/")
                .replace(']', "")
        );
        vec![Finding::new(
            "WrongType",
            path.replace("//", "/"),
            error.inner().to_string(),
        )]
    })
}
