//! The limits templates are rendered under.
//!
//! A template has no loader, no file, no network and no state; it may take so many steps and give so many bytes. Steps
//! do not bound what one step allocates, so filters that multiply their input are bounded here, and templates of a
//! ConfigMap have no tags that keep text: doubling it in a variable needs few steps.

use std::borrow::Cow;
use std::io;

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value};

use super::error::{TemplateError, TemplateSetError};

/// Steps one configuration may take; a template of 200 lines takes a few thousand.
const FUEL: u64 = 200_000;
/// Bytes one configuration may have: a ConfigMap holds 1 MiB in all.
pub(super) const MOST_BYTES: usize = 256 * 1024;
/// Bytes of one template of a ConfigMap.
pub(super) const MOST_TEMPLATE_BYTES: usize = 16 * 1024;
/// Widest indentation.
const MOST_INDENT: usize = 64;
/// Tags a template of a ConfigMap may use.
const TAGS: [&str; 12] = [
    "if", "elif", "else", "endif", "for", "endfor", "block", "endblock", "extends", "include",
    "raw", "endraw",
];
/// Filters whose result can be any number of times their input, or that give objects a program cannot read.
const REMOVED_FILTERS: [&str; 6] = ["format", "center", "batch", "slice", "urlencode", "pprint"];

/// An environment without templates.
pub(super) fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build();
    match syntax {
        Ok(syntax) => environment.set_syntax(syntax),
        // The delimiters are the standard ones.
        Err(error) => unreachable!("the syntax of templates is invalid: {error}"),
    }
    environment.set_fuel(Some(FUEL));
    for filter in REMOVED_FILTERS {
        environment.remove_filter(filter);
    }
    environment.remove_global("debug");
    environment.add_filter("hex6", |number: u32| format!("{number:06x}"));
    environment.add_filter("indent", indent);
    environment.add_filter("replace", replace);
    environment.add_function("fail", fail);
    environment
}

fn fail(message: &str) -> Result<String, Error> {
    Err(Error::new(ErrorKind::InvalidOperation, message.to_owned()))
}

fn too_large(what: &str) -> Error {
    Error::new(
        ErrorKind::InvalidOperation,
        format!("{what} would give more than {MOST_BYTES} bytes"),
    )
}

/// Every line but the first, `width` spaces further in.
fn indent(text: &str, width: usize) -> Result<String, Error> {
    if width > MOST_INDENT || text.len() > MOST_BYTES / (MOST_INDENT + 1) {
        return Err(too_large("indent"));
    }
    Ok(text.replace('\n', &format!("\n{}", " ".repeat(width))))
}

fn replace(text: &str, from: &str, to: &str) -> Result<String, Error> {
    let matches = if from.is_empty() {
        text.chars().count() + 1
    } else {
        text.matches(from).count()
    };
    let grown = matches.saturating_mul(to.len()).saturating_add(text.len());
    if grown > MOST_BYTES {
        return Err(too_large("replace"));
    }
    Ok(text.replace(from, to))
}

/// Renders one template within the limits.
pub(super) fn render(
    environment: &Environment<'_>,
    template: &str,
    context: Value,
) -> Result<String, TemplateError> {
    let failed = |error: &Error| TemplateError::of(template, error);
    let mut text = Bounded::default();
    environment
        .get_template(template)
        .map_err(|error| failed(&error))?
        .render_captured_to(context, &mut text)
        .map_err(|error| {
            if text_full(&error) {
                failed(&too_large("the template"))
            } else {
                failed(&error)
            }
        })?;
    match String::from_utf8(text.0) {
        Ok(text) => Ok(text),
        // A template's output is text; it can only be cut within a character by the limit, which is an error already.
        Err(error) => Err(TemplateError {
            template: template.to_owned(),
            line: None,
            reason: error.to_string(),
        }),
    }
}

fn text_full(error: &Error) -> bool {
    error.kind() == ErrorKind::WriteFailure
}

/// Takes as many bytes as a configuration may have.
#[derive(Default)]
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MOST_BYTES {
            return Err(io::Error::other("the configuration is too large"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Refuses a template of a ConfigMap whose size or tags the limits of rendering do not cover.
pub(super) fn admit(name: &str, text: &str) -> Result<(), TemplateSetError> {
    if text.len() > MOST_TEMPLATE_BYTES {
        return Err(TemplateSetError::TooLarge {
            template: name.to_owned(),
            bytes: text.len(),
            most: MOST_TEMPLATE_BYTES,
        });
    }
    for (start, _) in text.match_indices("{%") {
        let inside = text[start + 2..]
            .trim_start_matches(['-', '+'])
            .trim_start();
        let tag: Cow<'_, str> = inside
            .split(|character: char| !character.is_ascii_alphanumeric() && character != '_')
            .next()
            .unwrap_or_default()
            .into();
        let is_recursive = tag == "for"
            && inside
                .split("%}")
                .next()
                .is_some_and(|head| head.contains("recursive"));
        if !TAGS.contains(&tag.as_ref()) || is_recursive {
            return Err(TemplateSetError::Tag {
                template: name.to_owned(),
                line: text[..start].lines().count().max(1),
                tag: if is_recursive {
                    "for recursive".to_owned()
                } else {
                    tag.into_owned()
                },
            });
        }
    }
    Ok(())
}
