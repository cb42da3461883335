//! The templates of this build and what goes into them.
//!
//! A change of wording is a new folder and a new [`VERSION`], so that a digest in a status can be traced to its text.

use std::sync::OnceLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use nephoran_api::{Action, Digest, IntentHints};
use nephoran_telecom::{NetworkFunctionType, SliceKind};
use serde::Serialize;
use serde_json::{Value, json};

use super::{PromptError, PromptInput};
use crate::builtin::term::FunctionSet;
use crate::knowledge::Passage;

/// Version of the templates, part of every prompt's digest.
pub const VERSION: &str = "2026-11-1";

const SYSTEM: &str = include_str!("templates/2026-11-1/system.md.j2");
const USER: &str = include_str!("templates/2026-11-1/user.md.j2");
const EXAMPLES: [&str; 3] = [
    include_str!("templates/2026-11-1/example-1.md"),
    include_str!("templates/2026-11-1/example-2.md"),
    include_str!("templates/2026-11-1/example-3.md"),
];
const ACTIONS: [Action; 6] = [
    Action::Deploy,
    Action::Scale,
    Action::Optimize,
    Action::Configure,
    Action::Maintain,
    Action::Remove,
];
const SETS: [FunctionSet; 6] = [
    FunctionSet::Core,
    FunctionSet::ORan,
    FunctionSet::Ran,
    FunctionSet::CentralUnit,
    FunctionSet::Epc,
    FunctionSet::Ims,
];

/// What a prompt says, before it is words.
pub(super) struct Contents<'a> {
    text: &'a str,
    site_guidance: &'a str,
    hints: Vec<Hint>,
    pub(super) passages: Vec<Passage>,
    pub(super) examples: Vec<&'static str>,
}

#[derive(Serialize)]
struct Hint {
    name: &'static str,
    value: String,
}

impl<'a> Contents<'a> {
    pub(super) fn of(input: &PromptInput<'a>) -> Self {
        Self {
            text: input.text,
            site_guidance: input.system_prompt.unwrap_or_default().trim(),
            hints: hints(input.hints),
            passages: input.passages.to_vec(),
            examples: EXAMPLES.to_vec(),
        }
    }

    /// A mark that stands in none of the texts: the digest of all of them, digested again until that is so.
    fn mark(&self) -> String {
        let passages: Vec<(&str, &str, &str)> = self
            .passages
            .iter()
            .map(|passage| {
                (
                    passage.id.as_str(),
                    passage.title.as_str(),
                    passage.text.as_str(),
                )
            })
            .collect();
        let everything = json!([self.text, self.hints, passages]).to_string();
        let mut digest = Digest::of_bytes(everything.as_bytes());
        loop {
            let mark: String = digest
                .as_str()
                .chars()
                .skip("sha256:".len())
                .take(32)
                .collect();
            if !everything.contains(&mark) {
                return mark;
            }
            digest = Digest::of_bytes(digest.as_str().as_bytes());
        }
    }
}

/// The hints that say something about the network, in a fixed order.
fn hints(hints: &IntentHints) -> Vec<Hint> {
    let components: Vec<&str> = hints
        .target_components
        .iter()
        .map(|function| function.as_str())
        .collect();
    let resources = hints
        .resource_constraints
        .as_ref()
        .map(|resources| json!(resources).to_string());
    let fields = [
        (
            "intentType",
            hints
                .intent_type
                .map(|kind| json!(kind).as_str().unwrap_or_default().to_owned()),
        ),
        (
            "targetComponents",
            Some(components.join(", ")).filter(|names| !names.is_empty()),
        ),
        ("targetNamespace", hints.target_namespace.clone()),
        ("targetCluster", hints.target_cluster.clone()),
        ("region", hints.region.clone()),
        ("networkSlice", hints.network_slice.clone()),
        ("resourceConstraints", resources),
    ];
    fields
        .into_iter()
        .filter_map(|(name, value)| {
            Some(Hint {
                name,
                value: value?,
            })
        })
        .collect()
}

/// Renders both parts.
pub(super) fn render(contents: &Contents<'_>) -> Result<(String, String), PromptError> {
    let failed = |error: minijinja::Error| PromptError::Template {
        detail: format!("{error:#}"),
    };
    let templates = environment().map_err(|detail| PromptError::Template {
        detail: detail.to_owned(),
    })?;
    let system = templates
        .get_template("system")
        .and_then(|template| template.render(Serde(instructions(contents))));
    let user = templates.get_template("user").and_then(|template| {
        template.render(Serde(json!({
            "mark": contents.mark(),
            "text": contents.text,
            "hints": contents.hints,
            "passages": contents.passages,
        })))
    });
    Ok((system.map_err(failed)?, user.map_err(failed)?))
}

/// What the system part is rendered from. Vocabulary and numbers come from the types, so that no template can be out of
/// date.
fn instructions(contents: &Contents<'_>) -> Value {
    let functions: Vec<Value> = NetworkFunctionType::ALL
        .iter()
        .map(|function| json!({ "name": function, "synonym": function.synonyms().first() }))
        .collect();
    let sets: Vec<Value> = SETS
        .iter()
        .map(|set| json!({ "name": set.name(), "members": set.members() }))
        .collect();
    let slices: Vec<Value> = SliceKind::ALL
        .iter()
        .filter_map(|kind| Some(json!({ "kind": kind, "sst": kind.sst()? })))
        .collect();
    let examples: Vec<&str> = contents
        .examples
        .iter()
        .map(|example| example.trim_end())
        .collect();
    json!({
        "site_guidance": contents.site_guidance,
        "actions": ACTIONS,
        "functions": functions,
        "sets": sets,
        "slices": slices,
        "examples": examples,
    })
}

fn environment() -> Result<&'static Environment<'static>, &'static str> {
    static ENVIRONMENT: OnceLock<Result<Environment<'static>, String>> = OnceLock::new();
    ENVIRONMENT
        .get_or_init(build)
        .as_ref()
        .map_err(String::as_str)
}

/// Nothing undefined is passed over, and nothing is escaped: prompts are plain text, and values are never templates.
fn build() -> Result<Environment<'static>, String> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build();
    environment.set_syntax(syntax.map_err(|error| format!("{error:#}"))?);
    for (name, source) in [("system", SYSTEM), ("user", USER)] {
        environment
            .add_template(name, source)
            .map_err(|error| format!("{error:#}"))?;
    }
    Ok(environment)
}
