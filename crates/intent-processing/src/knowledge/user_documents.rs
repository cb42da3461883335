//! Reads the documents that users add: the data of a `ConfigMap`, or a directory that one is mounted at.
//!
//! A document that cannot be used is passed over and named; the others stay usable.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

use super::{KnowledgeError, article::Article, document_id::DocumentId};

/// Largest document, in bytes.
const LARGEST: usize = 512 * 1024;
/// Largest sum of all documents, in bytes: about 10,000 passages.
const LARGEST_TOTAL: usize = 8 * 1024 * 1024;
/// Most documents.
const MOST: usize = 1_000;

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserDocuments {
    pub(super) articles: Vec<Article>,
    pub(super) rejected: BTreeMap<String, KnowledgeError>,
}

impl UserDocuments {
    /// Of the data of a `ConfigMap`: names and texts.
    #[must_use]
    pub fn from_config_map(data: &BTreeMap<String, String>) -> Self {
        let mut documents = Reading::default();
        for (name, text) in data {
            documents.add(name, text.len(), || Ok(text.clone()));
        }
        documents.read
    }

    /// Of the files in a directory. Files that begin with a point and directories are not documents. Blocks while it reads.
    ///
    /// # Errors
    /// When the directory itself cannot be read.
    pub fn from_directory(directory: &Path) -> Result<Self, KnowledgeError> {
        let unreadable = |error: io::Error| KnowledgeError::Index {
            detail: format!(
                "the directory {} of user documents cannot be read: {error}; check the mount and its rights",
                directory.display()
            ),
        };
        let root = directory.canonicalize().map_err(unreadable)?;
        let names: BTreeSet<_> = fs::read_dir(&root)
            .and_then(|entries| {
                entries
                    .map(|entry| entry.map(|entry| entry.file_name()))
                    .collect::<io::Result<_>>()
            })
            .map_err(unreadable)?;
        let mut documents = Reading::default();
        for name in names {
            let path = root.join(&name);
            let name = name.to_string_lossy();
            // Mounts of Kubernetes keep the files in a directory `..<time>` behind links.
            if name.starts_with('.') || path.is_dir() {
                continue;
            }
            let size = fs::metadata(&path).map_or(0, |metadata| metadata.len());
            let size = usize::try_from(size).unwrap_or(usize::MAX);
            documents.add(&name, size, || read(&root, &path));
        }
        Ok(documents.read)
    }

    /// Those that can be used, in the order of their names.
    #[must_use]
    pub fn articles(&self) -> &[Article] {
        &self.articles
    }

    /// Whether a document with this id is there and cannot be used.
    pub(super) fn rejects(&self, id: &DocumentId) -> bool {
        let mut names = self.rejected.keys();
        names.any(|name| DocumentId::user(name).is_ok_and(|rejected| rejected == *id))
    }

    /// Those that cannot be used and why, in the order of their names.
    pub fn rejected(&self) -> impl Iterator<Item = &KnowledgeError> {
        self.rejected.values()
    }
}

/// Documents are read in the order of their names until one of the limits is met.
#[derive(Default)]
struct Reading {
    read: UserDocuments,
    ids: BTreeSet<String>,
    total: usize,
}

impl Reading {
    fn add(&mut self, name: &str, size: usize, text: impl FnOnce() -> Result<String, String>) {
        let article = self
            .within_limits(size)
            .and_then(|()| text())
            .map_err(|detail| KnowledgeError::Document {
                document: name.escape_debug().to_string(),
                detail,
            })
            .and_then(|text| Article::user(name, &text))
            .and_then(|article| self.with_own_id(name, article));
        match article {
            Ok(article) => {
                self.total += size;
                self.read.articles.push(article);
            }
            Err(error) => {
                self.read.rejected.insert(name.to_owned(), error);
            }
        }
    }

    fn within_limits(&self, size: usize) -> Result<(), String> {
        if size > LARGEST {
            return Err(format!(
                "it has {size} bytes and a document may have {LARGEST}; split it"
            ));
        }
        if self.total + size > LARGEST_TOTAL {
            return Err(format!(
                "with it, all documents have more than {LARGEST_TOTAL} bytes; remove some, or use Weaviate"
            ));
        }
        if self.read.articles.len() >= MOST {
            return Err(format!(
                "there are more than {MOST} documents; join some, or use Weaviate"
            ));
        }
        Ok(())
    }

    fn with_own_id(&mut self, name: &str, article: Article) -> Result<Article, KnowledgeError> {
        if self.ids.insert(article.id().to_string()) {
            return Ok(article);
        }
        Err(KnowledgeError::Document {
            document: name.to_owned(),
            detail: format!(
                "another document has the id {} already; rename one of them",
                article.id()
            ),
        })
    }
}

/// The text of a file, which must be a regular one inside the directory: a link may not lead out of it.
fn read(root: &Path, path: &Path) -> Result<String, String> {
    let unreadable = |error: io::Error| format!("it cannot be read: {error}");
    let target = path.canonicalize().map_err(unreadable)?;
    if !target.starts_with(root) {
        return Err(
            "it is a link that leads out of the directory; put the file itself there".to_owned(),
        );
    }
    // Opening a pipe would wait for its other end.
    if !target.is_file() {
        return Err("it is not a file".to_owned());
    }
    let mut bytes = Vec::new();
    let file = File::open(&target).map_err(unreadable)?;
    file.take(LARGEST as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() > LARGEST {
        return Err(format!(
            "it grew over {LARGEST} bytes while it was read; split it"
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..valid).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count();
        format!("line {line}: it is not UTF-8 text; convert it")
    })
}
