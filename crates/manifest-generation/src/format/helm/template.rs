//! The template of one object: its YAML, with expressions where the chart has values.

use serde_json::Value;

use crate::object::{Object, ObjectError, to_yaml};

/// How a value is written into YAML.
#[derive(Clone, Copy)]
enum Form {
    Number,
    Text,
    /// A map, as a block below its key.
    Block,
    /// The digest of the function's configuration.
    ConfigurationDigest,
}

/// A place of an object that a chart's value fills.
pub(super) struct ChartValue {
    kinds: &'static [&'static str],
    pub(super) pointer: &'static str,
    /// Name of the value; `None` for one that follows from another.
    pub(super) name: Option<&'static str>,
    form: Form,
}

impl ChartValue {
    pub(super) fn is_of(&self, object: &Object) -> bool {
        self.kinds.contains(&object.kind())
    }

    fn expression(&self, indent: usize) -> String {
        let name = self.name.unwrap_or_default();
        match self.form {
            Form::Number => format!("{{{{ int $function.{name} }}}}"),
            Form::Text => format!("{{{{ $function.{name} | quote }}}}"),
            Form::Block => format!("{{{{- toYaml $function.{name} | nindent {indent} }}}}"),
            Form::ConfigurationDigest => {
                "{{ include \"nephoran.configurationDigest\" $function | quote }}".to_owned()
            }
        }
    }
}

const WORKLOADS: &[&str] = &["Deployment", "StatefulSet", "DaemonSet"];

/// Every value of a chart.
pub(super) const VALUES: &[ChartValue] = &[
    ChartValue {
        kinds: WORKLOADS,
        pointer: "/spec/replicas",
        name: Some("replicas"),
        form: Form::Number,
    },
    ChartValue {
        kinds: WORKLOADS,
        pointer: "/spec/template/spec/containers/0/image",
        name: Some("image"),
        form: Form::Text,
    },
    ChartValue {
        kinds: WORKLOADS,
        pointer: "/spec/template/spec/containers/0/resources",
        name: Some("resources"),
        form: Form::Block,
    },
    ChartValue {
        kinds: WORKLOADS,
        pointer: "/spec/template/metadata/annotations/nephoran.com~1configuration-digest",
        name: None,
        form: Form::ConfigurationDigest,
    },
    ChartValue {
        kinds: &["ConfigMap"],
        pointer: "/data",
        name: Some("configuration"),
        form: Form::Block,
    },
    ChartValue {
        kinds: &["HorizontalPodAutoscaler"],
        pointer: "/spec/minReplicas",
        name: Some("minReplicas"),
        form: Form::Number,
    },
    ChartValue {
        kinds: &["HorizontalPodAutoscaler"],
        pointer: "/spec/maxReplicas",
        name: Some("maxReplicas"),
        form: Form::Number,
    },
];

/// Stands in an object's YAML until the expression takes its place; no other text of ours looks like it.
fn mark(index: usize) -> String {
    format!("nephoran-chart-value-{index}-mark")
}

/// The template of `object`.
pub(super) fn template(object: &Object) -> Result<String, ObjectError> {
    let mut written = object.to_value()?;
    let mut marked = Vec::new();
    for (index, value) in VALUES.iter().enumerate() {
        if value.is_of(object)
            && let Some(place) = written.pointer_mut(value.pointer)
        {
            *place = Value::String(mark(index));
            marked.push((index, value));
        }
    }
    let mut text = to_yaml(&written)?.replace("{{", "{{ \"{{\" }}");
    for (index, value) in &marked {
        let mark = mark(*index);
        let indent = indent_of(&text, &mark) + 2;
        text = text.replace(&mark, &value.expression(indent));
    }
    if marked.is_empty() {
        return Ok(text);
    }
    let name = object.metadata().name.clone().unwrap_or_default();
    Ok(format!(
        "{{{{- $function := index .Values.functions {name:?} }}}}\n{text}"
    ))
}

/// How far the line that holds `mark` is indented.
fn indent_of(text: &str, mark: &str) -> usize {
    let line = text.lines().find(|line| line.contains(mark));
    line.map_or(0, |line| line.len() - line.trim_start().len())
}
