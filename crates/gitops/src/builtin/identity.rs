//! What makes an object itself, and which identities may become part of a request's path.

use nephoran_api::AppliedObject;

/// Longest name of a Kubernetes object, in characters (RFC 1123 subdomain).
const LONGEST_NAME: usize = 253;

/// Group, kind, namespace and name: equal for the same object read through two API versions.
pub(super) type Key = (String, String, String, String);

/// The identity of `object`; its API version and generation are not part of it.
pub(super) fn key(object: &AppliedObject) -> Key {
    (
        group(&object.api_version).to_owned(),
        object.kind.clone(),
        object.namespace.clone(),
        object.name.clone(),
    )
}

/// The API group of an API version; empty for the core group.
pub(super) fn group(api_version: &str) -> &str {
    api_version.split_once('/').map_or("", |(group, _)| group)
}

/// `object` as a person reads it: `Deployment core/amf`, or `Namespace core`.
pub(super) fn describe(object: &AppliedObject) -> String {
    if object.namespace.is_empty() {
        format!("{} {}", object.kind, object.name)
    } else {
        format!("{} {}/{}", object.kind, object.namespace, object.name)
    }
}

/// Why `object` cannot be addressed, if it cannot.
///
/// Names come from packages that others wrote and become segments of request paths, so a name that could leave its
/// segment (`../secrets/x`, `x?force=true`) must never get that far.
pub(super) fn unaddressable(object: &AppliedObject) -> Option<String> {
    let versions = object.api_version.split('/').count();
    if versions > 2 || !object.api_version.split('/').all(is_path_segment) {
        return Some(format!(
            "apiVersion `{}` is not `<version>` or `<group>/<version>`",
            object.api_version
        ));
    }
    if object.kind.is_empty() || !object.kind.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Some(format!("kind `{}` is not a kind", object.kind));
    }
    if !is_path_segment(&object.name) {
        return Some(format!(
            "metadata.name `{}` is not a name; use letters, digits, `-` and `.`",
            object.name
        ));
    }
    if !object.namespace.is_empty() && !is_path_segment(&object.namespace) {
        return Some(format!(
            "metadata.namespace `{}` is not a name",
            object.namespace
        ));
    }
    None
}

/// Wider than RFC 1123, because RBAC names may hold `:` and capitals; still nothing that a URL gives a meaning.
fn is_path_segment(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= LONGEST_NAME
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | ':'))
        && text.chars().any(|c| c.is_ascii_alphanumeric())
}
