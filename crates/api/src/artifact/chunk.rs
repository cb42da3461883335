//! A package as the data of ConfigMaps that each stay below the API server's limit, and the way back.

use std::collections::BTreeMap;

use crate::{Classified, Digest, ErrorClass};

use super::digest;

/// Most bytes of keys and values in one part; the API server takes objects below 1.5 MiB, etcd requests alike.
pub const CHUNK_BYTES: usize = 900 * 1024;
/// Longest key of a ConfigMap.
const MAX_KEY: usize = 253;
/// Stands for `/` in keys, which may not hold one; no path of a package holds it.
const SEPARATOR: &str = "_";

/// Why a package cannot be stored or put together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArtifactError {
    /// The path cannot be the key of a ConfigMap.
    #[error(
        "path {path:?} cannot be stored; use at most {MAX_KEY} letters, digits, dots and hyphens with single slashes between them"
    )]
    Path {
        /// The path.
        path: String,
    },
    /// One file alone exceeds a part.
    #[error(
        "file {path} has {bytes} bytes, more than the {CHUNK_BYTES} that one ConfigMap holds; split the file"
    )]
    FileTooLarge {
        /// The file.
        path: String,
        /// Its size.
        bytes: usize,
    },
    /// A file stands in two parts.
    #[error("file {path} is in two parts; generate the package again")]
    Duplicate {
        /// The file.
        path: String,
    },
    /// The parts are not the package that was announced.
    #[error(
        "the parts have digest {actual}, not {expected}; a part is missing or was changed, generate the package again"
    )]
    DigestMismatch {
        /// The digest that was announced.
        expected: Digest,
        /// The digest of what was found.
        actual: Digest,
    },
}

impl Classified for ArtifactError {
    fn reason(&self) -> &'static str {
        match self {
            Self::Path { .. } => "PathNotStorable",
            Self::FileTooLarge { .. } => "FileTooLarge",
            Self::Duplicate { .. } => "DuplicateFile",
            Self::DigestMismatch { .. } => "ArtifactDigestMismatch",
        }
    }

    fn class(&self) -> ErrorClass {
        match self {
            Self::Path { .. } | Self::FileTooLarge { .. } => ErrorClass::Validation,
            // A part may not have arrived in the cache yet.
            Self::Duplicate { .. } | Self::DigestMismatch { .. } => ErrorClass::Transient,
        }
    }
}

/// Splits `files` into the data of as few ConfigMaps as their order allows.
pub fn chunk(
    files: &BTreeMap<String, String>,
) -> Result<Vec<BTreeMap<String, String>>, ArtifactError> {
    let mut chunks = Vec::new();
    let mut current = BTreeMap::new();
    let mut bytes = 0;
    for (path, content) in files {
        let key = key_of(path)?;
        let size = key.len() + content.len();
        if size > CHUNK_BYTES {
            return Err(ArtifactError::FileTooLarge {
                path: path.clone(),
                bytes: content.len(),
            });
        }
        if bytes + size > CHUNK_BYTES {
            chunks.push(std::mem::take(&mut current));
            bytes = 0;
        }
        bytes += size;
        current.insert(key, content.clone());
    }
    if !current.is_empty() {
        chunks.push(current);
    }
    Ok(chunks)
}

/// Puts the parts together again, in any order, and holds the result to the announced digest.
pub fn reassemble<'a>(
    chunks: impl IntoIterator<Item = &'a BTreeMap<String, String>>,
    expected: &Digest,
) -> Result<BTreeMap<String, String>, ArtifactError> {
    let mut files = BTreeMap::new();
    for (key, content) in chunks.into_iter().flatten() {
        let path = key.replace(SEPARATOR, "/");
        if files.insert(path.clone(), content.clone()).is_some() {
            return Err(ArtifactError::Duplicate { path });
        }
    }
    let actual = digest(&files);
    if actual != *expected {
        return Err(ArtifactError::DigestMismatch {
            expected: expected.clone(),
            actual,
        });
    }
    Ok(files)
}

fn key_of(path: &str) -> Result<String, ArtifactError> {
    let is_name = |segment: &str| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-';
        !segment.is_empty() && segment != "." && segment != ".." && segment.bytes().all(allowed)
    };
    if path.len() <= MAX_KEY && path.split('/').all(is_name) {
        Ok(path.replace('/', SEPARATOR))
    } else {
        Err(ArtifactError::Path {
            path: path.to_owned(),
        })
    }
}
