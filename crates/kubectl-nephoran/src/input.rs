//! Reads objects from files the way kubectl does: several documents per file, Lists, directories, standard input.
//!
//! NetworkIntents and TargetClusters become types at once. A field that the API server's strict validation would
//! refuse is refused here too, with the file and the path of the field.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use kube::ResourceExt;
use nephoran_api::{GROUP, NetworkIntent, Plan, TargetCluster, VERSION};
use nephoran_intent_processing::text;
use nephoran_resource_planning::Cluster;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_saphyr::UserMessageFormatter;

use crate::knowledge::Knowledge;

/// Namespace of an intent that names none.
const DEFAULT_NAMESPACE: &str = "default";

/// Why the input cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InputError {
    /// A file or directory cannot be read.
    #[error("failed to read {path}: {source}")]
    Read {
        /// The path as given.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A directory without a file to read.
    #[error(
        "{0} holds no file that ends in .yaml, .yml or .json; name a file, or another directory"
    )]
    EmptyDirectory(String),
    /// A file is not YAML.
    #[error("{place}: {message}; correct the file")]
    Syntax {
        /// File, line and column.
        place: String,
        /// What is wrong.
        message: String,
    },
    /// An object does not fit its kind.
    #[error("{place}: {field}: {message}")]
    Object {
        /// File and document.
        place: String,
        /// Path of the field.
        field: String,
        /// What is wrong and what would be right.
        message: String,
    },
    /// Two objects of one name.
    #[error("{what} stands in {first} and again in {second}; keep one of them")]
    Twice {
        /// Kind and name.
        what: String,
        /// Where first.
        first: String,
        /// Where again.
        second: String,
    },
}

/// One object as written, and where.
#[derive(Debug)]
pub(crate) struct Document {
    /// File and number of the document in it.
    pub(crate) place: String,
    /// The object.
    pub(crate) value: Value,
}

impl Document {
    /// A text field at a JSON pointer; empty when there is none.
    pub(crate) fn text(&self, pointer: &str) -> &str {
        self.value
            .pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    fn wrong(&self, field: impl Into<String>, message: impl Into<String>) -> InputError {
        InputError::Object {
            place: self.place.clone(),
            field: field.into(),
            message: message.into(),
        }
    }
}

/// The intents and clusters of some files.
#[derive(Debug, Default)]
pub(crate) struct Input {
    /// In the order of the files; every one has a name and a namespace.
    pub(crate) intents: Vec<NetworkIntent>,
    /// By name.
    pub(crate) clusters: Vec<Cluster>,
    /// What they are planned and rendered with.
    pub(crate) knowledge: Knowledge,
    /// Plans that run, by namespace and name of their intent; files hold none.
    pub(crate) previous: BTreeMap<(String, String), Plan>,
    /// A sentence on the objects of other kinds, if there are any.
    pub(crate) notes: Vec<String>,
}

/// Reads the NetworkIntents and TargetClusters of files; other kinds are left out with a note.
pub(crate) fn read<'a>(paths: impl IntoIterator<Item = &'a PathBuf>) -> Result<Input, InputError> {
    let mut input = Input::default();
    let mut places: BTreeMap<String, String> = BTreeMap::new();
    let mut others: BTreeMap<String, usize> = BTreeMap::new();
    for document in documents(paths)? {
        let kind = document.text("/kind").to_owned();
        let what = match kind.as_str() {
            "NetworkIntent" => {
                let intent = intent(&document)?;
                let what = format!(
                    "{kind} {}/{}",
                    intent.namespace().unwrap_or_default(),
                    intent.name_any()
                );
                input.intents.push(intent);
                what
            }
            "TargetCluster" => {
                let cluster: TargetCluster = typed(&document)?;
                input.clusters.push(Cluster::from(&cluster));
                format!("{kind} {}", cluster.name_any())
            }
            _ => {
                *others.entry(kind).or_default() += 1;
                continue;
            }
        };
        if let Some(first) = places.insert(what.clone(), document.place.clone()) {
            return Err(InputError::Twice {
                what,
                first,
                second: document.place,
            });
        }
    }
    input
        .clusters
        .sort_by(|one, other| one.name.cmp(&other.name));
    if !others.is_empty() {
        let counts: Vec<String> = others
            .iter()
            .map(|(kind, count)| format!("{kind} ({count})"))
            .collect();
        input.notes.push(format!(
            "note: left out {}: only NetworkIntents and TargetClusters count here",
            counts.join(", ")
        ));
    }
    Ok(input)
}

/// Every object of some files; Lists are taken apart.
pub(crate) fn documents<'a>(
    paths: impl IntoIterator<Item = &'a PathBuf>,
) -> Result<Vec<Document>, InputError> {
    let mut documents = Vec::new();
    for path in paths {
        for (file, text) in texts(path)? {
            for (index, value) in parse(&file, &text)?.into_iter().enumerate() {
                let place = format!("{file}, document {}", index + 1);
                collect(place, value, &mut documents)?;
            }
        }
    }
    Ok(documents)
}

fn texts(path: &Path) -> Result<Vec<(String, String)>, InputError> {
    let failed = |path: &Path, source| InputError::Read {
        path: path.display().to_string(),
        source,
    };
    if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin()
            .read_to_string(&mut text)
            .map_err(|source| failed(path, source))?;
        return Ok(vec![("standard input".to_owned(), text)]);
    }
    let mut files = vec![path.to_owned()];
    if path.is_dir() {
        let entries = std::fs::read_dir(path)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|source| failed(path, source))?;
        files = entries
            .into_iter()
            .map(|entry| entry.path())
            .filter(|file| is_manifest(file))
            .collect();
        files.sort();
        if files.is_empty() {
            return Err(InputError::EmptyDirectory(path.display().to_string()));
        }
    }
    let read = |file: PathBuf| match std::fs::read_to_string(&file) {
        Ok(text) => Ok((file.display().to_string(), text)),
        Err(source) => Err(failed(&file, source)),
    };
    files.into_iter().map(read).collect()
}

fn is_manifest(file: &Path) -> bool {
    let extension = file.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| ["yaml", "yml", "json"].contains(&extension))
}

fn parse(file: &str, text: &str) -> Result<Vec<Value>, InputError> {
    let options = serde_saphyr::options! { with_snippet: false };
    serde_saphyr::from_multiple_with_options(text, options).map_err(|error| {
        let place = error.location().map_or_else(
            || file.to_owned(),
            |location| format!("{file}:{}:{}", location.line(), location.column()),
        );
        InputError::Syntax {
            place,
            message: error.render_with_formatter(&UserMessageFormatter),
        }
    })
}

/// Adds an object, or the items of a List. Documents that hold nothing but comments are skipped.
fn collect(place: String, value: Value, documents: &mut Vec<Document>) -> Result<(), InputError> {
    if value.is_null() {
        return Ok(());
    }
    let mut document = Document { place, value };
    if document.text("/kind").is_empty() || document.text("/apiVersion").is_empty() {
        return Err(document.wrong("apiVersion and kind", "are missing; every object has both"));
    }
    if !document.text("/kind").ends_with("List") {
        documents.push(document);
        return Ok(());
    }
    let Some(Value::Array(items)) = document.value.get_mut("items").map(Value::take) else {
        return Err(document.wrong("items", "is missing; a List has items"));
    };
    for (index, item) in items.into_iter().enumerate() {
        let place = format!("{}, item {}", document.place, index + 1);
        collect(place, item, documents)?;
    }
    Ok(())
}

fn intent(document: &Document) -> Result<NetworkIntent, InputError> {
    let mut intent: NetworkIntent = typed(document)?;
    text::check(&intent.spec.intent)
        .map_err(|error| document.wrong("spec.intent", error.to_string()))?;
    intent
        .metadata
        .namespace
        .get_or_insert_with(|| DEFAULT_NAMESPACE.to_owned());
    Ok(intent)
}

/// The object as its type. Unknown fields of its spec are errors, as for `kubectl apply`.
fn typed<T: DeserializeOwned>(document: &Document) -> Result<T, InputError> {
    let ours = format!("{GROUP}/{VERSION}");
    let written = document.text("/apiVersion");
    if written != ours {
        return Err(document.wrong("apiVersion", format!("is {written}; write {ours}")));
    }
    if document.text("/metadata/name").is_empty() {
        return Err(document.wrong("metadata.name", "is missing; give the object a name"));
    }
    let mut unknown = Vec::new();
    let mut track = serde_path_to_error::Track::new();
    let deserializer = serde_path_to_error::Deserializer::new(&document.value, &mut track);
    let object = serde_ignored::deserialize(deserializer, |path| unknown.push(path.to_string()));
    let object = object.map_err(|error: serde_json::Error| {
        document.wrong(track.path().to_string(), error.to_string())
    })?;
    match unknown.into_iter().find(|path| path.starts_with("spec.")) {
        Some(path) => {
            Err(document.wrong(path, "is not a field; correct its spelling or remove it"))
        }
        None => Ok(object),
    }
}
