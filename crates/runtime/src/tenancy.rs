//! In which namespaces an intent may act: its own, and those whose owner accepts it.

use k8s_openapi::api::core::v1::Namespace;
use kube::{Api, Client, ResourceExt};
use nephoran_api::{ACCEPTS_INTENTS_ANNOTATION, Classified, ErrorClass};

/// Why an intent may not act in a namespace.
#[derive(Debug, thiserror::Error)]
pub enum TenancyError {
    /// The namespace does not accept it.
    #[error(
        "intents of namespace {own} may not act in namespace {target}: {why}; leave the namespace out, or have its owner set the annotation nephoran.com/accepts-intents-from: {own} on it"
    )]
    NotAllowed {
        /// The intent's own namespace.
        own: String,
        /// The namespace it names.
        target: String,
        /// What forbids it.
        why: &'static str,
    },
    /// The namespace could not be read.
    #[error("failed to read namespace {name}")]
    Unreadable {
        /// The namespace.
        name: String,
        /// What the API server said.
        #[source]
        source: kube::Error,
    },
}

impl Classified for TenancyError {
    fn reason(&self) -> &'static str {
        match self {
            Self::NotAllowed { .. } => "NamespaceNotAllowed",
            Self::Unreadable { .. } => "NamespaceUnreadable",
        }
    }

    fn class(&self) -> ErrorClass {
        match self {
            Self::NotAllowed { .. } => ErrorClass::Validation,
            Self::Unreadable { .. } => ErrorClass::Transient,
        }
    }
}

/// Whether intents of namespace `own` may act in `target`. `system` is the controllers' own namespace.
///
/// # Errors
/// When they may not, or the namespace cannot be read.
pub async fn may_act_in(
    client: &Client,
    system: &str,
    own: &str,
    target: &str,
) -> Result<(), TenancyError> {
    if own == target {
        return Ok(());
    }
    let refused = |why| TenancyError::NotAllowed {
        own: own.to_owned(),
        target: target.to_owned(),
        why,
    };
    if target.starts_with("kube-") || target == system {
        return Err(refused("no intent may act in a system namespace"));
    }
    let namespace = Api::<Namespace>::all(client.clone())
        .get_opt(target)
        .await
        .map_err(|source| TenancyError::Unreadable {
            name: target.to_owned(),
            source,
        })?
        .ok_or_else(|| refused("it does not exist"))?;
    if accepts(
        namespace
            .annotations()
            .get(ACCEPTS_INTENTS_ANNOTATION)
            .map(String::as_str),
        own,
    ) {
        Ok(())
    } else {
        Err(refused("it does not accept them"))
    }
}

fn accepts(annotation: Option<&str>, own: &str) -> bool {
    annotation.is_some_and(|accepted| {
        accepted
            .split(',')
            .map(str::trim)
            .any(|name| name == "*" || name == own)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_namespace_accepts_whom_it_names() {
        for (annotation, own, expected) in [
            (None, "a", false),
            (Some("a"), "a", true),
            (Some("b, a"), "a", true),
            (Some("*"), "a", true),
            (Some("ab"), "a", false),
            (Some(""), "a", false),
        ] {
            assert_eq!(accepts(annotation, own), expected, "{annotation:?}");
        }
    }
}
