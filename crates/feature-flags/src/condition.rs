//! Conditions and targeting rules: which intents a flag speaks about.
//!
//! Both shapes of a rule (`type`/`value` and `attribute`/`values`) become one [`Rule`] here. A rule that
//! could not be judged later (unknown attribute, unknown operator, invalid regular expression, missing
//! values) does not parse.

use std::fmt;

use regex::bytes::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};

use crate::bucket::{Bucket, Share};
use crate::context::Context;

/// Memory a compiled regular expression may take, in bytes; matching is linear in the text.
const REGEX_SIZE_LIMIT: usize = 1 << 20;

/// Why a rule does not parse.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// The attribute is not one of [`Attribute`].
    #[error(
        "unknown attribute \"{0}\": expected namespace, intent_type, priority, user, name, environment, \
         cluster, region or label:<key>"
    )]
    UnknownAttribute(String),
    /// `value` and `values` in one rule.
    #[error("the rule on {0} has value and values; keep one")]
    ValueTwice(Attribute),
    /// An operator that compares, with nothing to compare with.
    #[error("the rule on {0} has no values to compare with; add value or values")]
    NoValues(Attribute),
    /// `exists` with a value.
    #[error("the rule on {0} tests existence, which takes no value; remove it")]
    UnexpectedValues(Attribute),
    /// A regular expression that does not compile, or is too large.
    #[error("invalid regular expression in the rule on {attribute}: {message}")]
    InvalidRegex {
        /// The attribute of the rule.
        attribute: Attribute,
        /// What the compiler says.
        message: String,
    },
}

/// A property of an intent a rule can test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attribute {
    /// `namespace`
    Namespace,
    /// `intent_type` or `intent.type`
    IntentType,
    /// `priority`
    Priority,
    /// `user`
    User,
    /// `name`
    Name,
    /// `environment`
    Environment,
    /// `cluster`
    Cluster,
    /// `region`
    Region,
    /// `label:<key>`
    Label(String),
}

impl Attribute {
    fn parse(text: &str) -> Result<Self, RuleError> {
        Ok(match text {
            "namespace" => Self::Namespace,
            "intent_type" | "intent.type" => Self::IntentType,
            "priority" => Self::Priority,
            "user" => Self::User,
            "name" => Self::Name,
            "environment" => Self::Environment,
            "cluster" => Self::Cluster,
            "region" => Self::Region,
            _ => match text.strip_prefix("label:") {
                Some(key) if !key.is_empty() => Self::Label(key.to_owned()),
                _ => return Err(RuleError::UnknownAttribute(text.to_owned())),
            },
        })
    }

    /// The attribute's value on this intent, if it has one.
    fn of<'a>(&self, context: &'a Context) -> Option<&'a str> {
        let value = match self {
            Self::Namespace => &context.namespace,
            Self::IntentType => &context.intent_type,
            Self::Priority => &context.priority,
            Self::User => &context.user,
            Self::Name => &context.name,
            Self::Environment => &context.environment,
            Self::Cluster => &context.cluster,
            Self::Region => &context.region,
            Self::Label(key) => return context.labels.get(key).map(String::as_str),
        };
        (!value.is_empty()).then_some(value.as_str())
    }
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Namespace => "namespace",
            Self::IntentType => "intent_type",
            Self::Priority => "priority",
            Self::User => "user",
            Self::Name => "name",
            Self::Environment => "environment",
            Self::Cluster => "cluster",
            Self::Region => "region",
            Self::Label(key) => return write!(f, "label:{key}"),
        })
    }
}

/// One test of one attribute. With several values any one of them may match; `not_in` wants none to.
#[derive(Debug, Clone)]
enum Test {
    In(Vec<String>),
    NotIn(Vec<String>),
    Contains(Vec<String>),
    Regex(Vec<Regex>),
    Exists,
}

/// A condition or targeting rule. An absent attribute satisfies `not_in` and nothing else.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "RuleText", into = "RuleText")]
pub struct Rule {
    attribute: Attribute,
    test: Test,
    weight: Share,
}

impl Rule {
    /// Whether the rule matches this intent and admits its bucket.
    #[must_use]
    pub fn admits(&self, context: &Context, bucket: Bucket) -> bool {
        self.weight.admits(bucket) && self.matches(self.attribute.of(context))
    }

    fn matches(&self, value: Option<&str>) -> bool {
        let Some(value) = value else {
            return matches!(self.test, Test::NotIn(_));
        };
        match &self.test {
            Test::In(values) => values.iter().any(|wanted| wanted == value),
            Test::NotIn(values) => values.iter().all(|unwanted| unwanted != value),
            Test::Contains(parts) => parts.iter().any(|part| value.contains(part.as_str())),
            Test::Regex(patterns) => patterns
                .iter()
                .any(|regex| regex.is_match(value.as_bytes())),
            Test::Exists => true,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = RuleText::from(self.clone());
        write!(f, "{} {}", self.attribute, text.operator.name())?;
        if let Some(values) = text.values {
            write!(f, " {}", values.join(", "))?;
        }
        if self.weight < Share::ALL {
            write!(f, ", weight {}", f64::from(self.weight))?;
        }
        Ok(())
    }
}

/// A rule as it is written.
#[derive(Clone, Serialize, Deserialize)]
struct RuleText {
    #[serde(alias = "type")]
    attribute: String,
    operator: Operator,
    #[serde(default, skip_serializing)]
    value: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    values: Option<Vec<String>>,
    #[serde(default = "every_match")]
    weight: Share,
}

fn every_match() -> Share {
    Share::ALL
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Operator {
    Equals,
    In,
    NotIn,
    Contains,
    Regex,
    Exists,
}

impl Operator {
    fn name(self) -> &'static str {
        match self {
            Self::Equals => "equals",
            Self::In => "in",
            Self::NotIn => "not_in",
            Self::Contains => "contains",
            Self::Regex => "regex",
            Self::Exists => "exists",
        }
    }
}

impl TryFrom<RuleText> for Rule {
    type Error = RuleError;

    fn try_from(rule: RuleText) -> Result<Self, RuleError> {
        let attribute = Attribute::parse(&rule.attribute)?;
        let values = match (rule.value, rule.values) {
            (Some(_), Some(_)) => return Err(RuleError::ValueTwice(attribute)),
            (Some(value), None) => vec![value],
            (None, values) => values.unwrap_or_default(),
        };
        let test = match rule.operator {
            Operator::Exists if values.is_empty() => Test::Exists,
            Operator::Exists => return Err(RuleError::UnexpectedValues(attribute)),
            _ if values.is_empty() => return Err(RuleError::NoValues(attribute)),
            Operator::Equals | Operator::In => Test::In(values),
            Operator::NotIn => Test::NotIn(values),
            Operator::Contains => Test::Contains(values),
            Operator::Regex => Test::Regex(compile(&attribute, &values)?),
        };
        Ok(Self {
            attribute,
            test,
            weight: rule.weight,
        })
    }
}

/// Compiles with ASCII classes and byte matching, as Go's RE2 reads `\d` and `\w`: names and labels of
/// Kubernetes are ASCII, and the Unicode tables would triple the regular expression engine's size.
fn compile(attribute: &Attribute, patterns: &[String]) -> Result<Vec<Regex>, RuleError> {
    let compile_one = |pattern: &String| {
        RegexBuilder::new(pattern)
            .unicode(false)
            .size_limit(REGEX_SIZE_LIMIT)
            .build()
            .map_err(|error| RuleError::InvalidRegex {
                attribute: attribute.clone(),
                // The compiler draws the pattern over several lines; its last line is the cause.
                message: format!(
                    "\"{pattern}\": {}",
                    error.to_string().lines().last().unwrap_or_default().trim()
                ),
            })
    };
    patterns.iter().map(compile_one).collect()
}

impl From<Rule> for RuleText {
    fn from(rule: Rule) -> Self {
        let (operator, values) = match rule.test {
            Test::In(values) => (Operator::In, Some(values)),
            Test::NotIn(values) => (Operator::NotIn, Some(values)),
            Test::Contains(values) => (Operator::Contains, Some(values)),
            Test::Regex(patterns) => {
                let texts = patterns.iter().map(|regex| regex.as_str().to_owned());
                (Operator::Regex, Some(texts.collect()))
            }
            Test::Exists => (Operator::Exists, None),
        };
        Self {
            attribute: rule.attribute.to_string(),
            operator,
            value: None,
            values,
            weight: rule.weight,
        }
    }
}
