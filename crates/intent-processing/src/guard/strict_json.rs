//! Reads JSON more strictly than the format demands: no key twice, no deep nesting, no characters that are not shown.
//!
//! What breaks the syntax ends the reading; everything else is noted with its place, and reading goes on.

use std::cell::RefCell;
use std::fmt;

use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::{Finding, excerpt, spoken};

/// Deepest nesting; an intent model has five levels, so this leaves room to name the wrong field.
const DEEPEST: usize = 12;
/// Most findings that are gathered; more help nobody.
const MOST_FINDINGS: usize = 50;

/// Reads one JSON value and answers what stands behind it.
pub(super) fn parse<'text>(
    text: &'text str,
    findings: &RefCell<Vec<Finding>>,
) -> Result<(Value, &'text str), serde_json::Error> {
    // Only a stream says how many bytes a value took, and only a seed carries the findings: the value is read twice.
    let mut deserializer = serde_json::Deserializer::from_str(text).into_iter::<de::IgnoredAny>();
    match deserializer.next() {
        Some(Ok(_)) => {}
        Some(Err(error)) => return Err(error),
        None => return Err(de::Error::custom("there is no JSON")),
    }
    let (first, rest) = text.split_at(deserializer.byte_offset());
    let mut reader = serde_json::Deserializer::from_str(first);
    let value = Seed {
        path: String::new(),
        depth: 0,
        findings,
    }
    .deserialize(&mut reader)?;
    Ok((value, rest))
}

/// Reads a value and knows where it stands.
struct Seed<'a> {
    path: String,
    depth: usize,
    findings: &'a RefCell<Vec<Finding>>,
}

impl Seed<'_> {
    fn inner(&self, key: &str) -> Self {
        let key = excerpt(key, 60).replace('~', "~0").replace('/', "~1");
        Self {
            path: format!("{}/{key}", self.path),
            depth: self.depth + 1,
            findings: self.findings,
        }
    }

    fn note(&self, rule: &'static str, message: impl Into<String>) {
        let mut findings = self.findings.borrow_mut();
        if findings.len() < MOST_FINDINGS {
            findings.push(Finding::new(rule, self.path.clone(), message));
        }
    }

    fn check_text(&self, text: &str) {
        let hidden = |c: char| c.is_control() || spoken::is_invisible(c) || spoken::is_bidi(c);
        if let Some(character) = text.chars().find(|c| hidden(*c)) {
            let message = format!(
                "a string holds the character U+{:04X}, which is not shown; write plain text",
                u32::from(character)
            );
            self.note("HiddenCharacter", message);
        }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        if self.depth > DEEPEST {
            return Err(de::Error::custom(format!(
                "the JSON is nested deeper than {DEEPEST} levels"
            )));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("a number is not finite"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        self.check_text(value);
        Ok(Value::from(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element_seed(self.inner(&items.len().to_string()))? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            self.check_text(&key);
            let inner = self.inner(&key);
            if object.contains_key(&key) {
                inner.note("DuplicateKey", "the key stands here twice; write it once");
            }
            let value = entries.next_value_seed(inner)?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}
