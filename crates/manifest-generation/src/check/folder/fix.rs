//! Mends what rules mark as safe to mend, in the text itself: comments, order and style of the files stay.

use nephoran_api::{ManifestFinding, PodSecurity};
use nephoran_telecom::Catalogue;
use serde::Deserialize;
use serde_json::Value;
use serde_saphyr::{Location, Spanned};

use super::{Files, check_folder, holds_objects};
use crate::check::RULES;

/// What was mended.
#[derive(Clone, Debug, Default)]
pub struct Fixed {
    /// The files that changed, with their new text.
    pub files: Files,
    /// The findings that are gone.
    pub findings: Vec<ManifestFinding>,
}

/// Mends the findings of [`check_folder`] whose rule is marked fixable. What an alias repeats is mended where its anchor
/// is; what cannot be mended stays a finding.
#[must_use]
pub fn fix_folder(files: &Files, level: PodSecurity, catalogue: &Catalogue) -> Fixed {
    let mut fixed = Fixed::default();
    let before = fixable(files, level, catalogue);
    let mut paths: Vec<_> = before.iter().map(|finding| &finding.file).collect();
    paths.dedup();
    for path in paths {
        let Some(text) = files.get(path).filter(|_| holds_objects(files, path)) else {
            continue;
        };
        if let Some(mended) = mend(text) {
            fixed.files.insert(path.clone(), mended);
        }
    }
    let mut after = files.clone();
    after.extend(fixed.files.clone());
    let left = fixable(&after, level, catalogue);
    fixed.findings = before
        .into_iter()
        .filter(|finding| !left.contains(finding))
        .collect();
    fixed
}

fn fixable(files: &Files, level: PodSecurity, catalogue: &Catalogue) -> Vec<ManifestFinding> {
    let mut findings = check_folder(files, level, catalogue);
    findings.retain(|finding| {
        RULES
            .iter()
            .any(|rule| rule.id == finding.rule && rule.fixable)
    });
    findings
}

/// The part of a workload that is looked at, with the places of its mappings.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Workload {
    spec: Option<WorkloadSpec>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WorkloadSpec {
    template: Option<Template>,
    job_template: Option<Box<Workload>>,
}

#[derive(Deserialize)]
struct Template {
    spec: Option<Spanned<Pods>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pods {
    security_context: Option<Spanned<Security>>,
    #[serde(default)]
    containers: Vec<Spanned<Container>>,
    #[serde(default)]
    init_containers: Vec<Spanned<Container>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Container {
    security_context: Option<Spanned<Security>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Security {
    allow_privilege_escalation: Option<Spanned<bool>>,
    seccomp_profile: Option<Value>,
}

/// Text that replaces `length` bytes from `at` on.
struct Edit {
    at: usize,
    length: usize,
    text: String,
}

/// The text with everything mended that can be; `None` when that is nothing, or would change anything else.
fn mend(text: &str) -> Option<String> {
    let workloads: Vec<Option<Workload>> = serde_saphyr::from_multiple(text).ok()?;
    let mut edits = Vec::new();
    for workload in workloads.into_iter().flatten() {
        if let Some(pods) = pods_of(workload) {
            filter_system_calls(text, &pods, &mut edits);
            let pods = pods.value;
            for container in pods.containers.iter().chain(&pods.init_containers) {
                forbid_escalation(text, container, &mut edits);
            }
        }
    }
    if edits.is_empty() {
        return None;
    }
    edits.sort_by_key(|edit| edit.at);
    let mut mended = text.to_owned();
    for edit in edits.iter().rev() {
        mended.replace_range(edit.at..edit.at + edit.length, &edit.text);
    }
    (rest(&mended)? == rest(text)?).then_some(mended)
}

/// Everything a file says but for what is mended: an edit must leave that as it was.
fn rest(text: &str) -> Option<Vec<Value>> {
    let mut documents: Vec<Value> = serde_saphyr::from_multiple(text).ok()?;
    documents.iter_mut().for_each(leave_rest);
    Some(documents)
}

fn leave_rest(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("allowPrivilegeEscalation");
            fields.remove("seccompProfile");
            fields.values_mut().for_each(leave_rest);
            fields.retain(|key, value| {
                key != "securityContext"
                    || value.as_object().is_none_or(|inside| !inside.is_empty())
            });
        }
        Value::Array(items) => items.iter_mut().for_each(leave_rest),
        _ => {}
    }
}

fn pods_of(workload: Workload) -> Option<Spanned<Pods>> {
    let spec = workload.spec?;
    match spec.job_template {
        Some(job) => pods_of(*job),
        None => spec.template?.spec,
    }
}

/// A profile for the whole pod, where it has none. One that is there and says `Unconfined` is somebody's decision.
fn filter_system_calls(text: &str, pods: &Spanned<Pods>, edits: &mut Vec<Edit>) {
    let entry = ("seccompProfile", "{type: RuntimeDefault}");
    match &pods.value.security_context {
        Some(context) if context.value.seccomp_profile.is_some() => {}
        Some(context) => edits.extend(insert(text, context, &[entry])),
        None => edits.extend(insert(text, pods, &[("securityContext", ""), entry])),
    }
}

fn forbid_escalation(text: &str, container: &Spanned<Container>, edits: &mut Vec<Edit>) {
    let entry = ("allowPrivilegeEscalation", "false");
    match &container.value.security_context {
        Some(context) => match &context.value.allow_privilege_escalation {
            Some(allowed) if allowed.value => edits.extend(replace(text, allowed, entry.1)),
            Some(_) => {}
            None => edits.extend(insert(text, context, &[entry])),
        },
        None => edits.extend(insert(text, container, &[("securityContext", ""), entry])),
    }
}

/// New first entries of a mapping, each inside the one before, in the mapping's own style.
fn insert<T>(text: &str, mapping: &Spanned<T>, entries: &[(&str, &str)]) -> Option<Edit> {
    let at = offset(text, own_place(mapping)?)?;
    let (at, entries) = if let Some(rest) = text[at..].strip_prefix('{') {
        let last = rest.trim_start().starts_with('}');
        let separator = if last { "" } else { ", " };
        (at + 1, format!("{}{separator}", in_flow(entries)))
    } else {
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        (at, in_block(entries, at - line))
    };
    Some(Edit {
        at,
        length: 0,
        text: entries,
    })
}

/// `outer: {inner: value}`.
fn in_flow(entries: &[(&str, &str)]) -> String {
    match entries {
        [] => String::new(),
        [(key, value)] => format!("{key}: {value}"),
        [(key, _), inside @ ..] => format!("{key}: {{{}}}", in_flow(inside)),
    }
}

/// A line per entry, then the indentation of what follows.
fn in_block(entries: &[(&str, &str)], column: usize) -> String {
    let indent = |depth: usize| format!("\n{}", " ".repeat(column + 2 * depth));
    let lines = entries.iter().enumerate().map(|(depth, (key, value))| {
        let line = format!("{key}: {value}");
        let next = if depth + 1 < entries.len() {
            depth + 1
        } else {
            0
        };
        format!("{}{}", line.trim_end(), indent(next))
    });
    lines.collect()
}

fn replace<T>(text: &str, scalar: &Spanned<T>, with: &str) -> Option<Edit> {
    let place = own_place(scalar)?;
    Some(Edit {
        at: offset(text, place)?,
        length: usize::try_from(place.span().byte_len()?).ok()?,
        text: with.to_owned(),
    })
}

/// Where a node is written; `None` for an alias, which is mended with its anchor.
fn own_place<T>(node: &Spanned<T>) -> Option<Location> {
    (node.referenced == node.defined).then_some(node.referenced)
}

fn offset(text: &str, place: Location) -> Option<usize> {
    let at = usize::try_from(place.span().byte_offset()?).ok()?;
    text.is_char_boundary(at).then_some(at)
}
