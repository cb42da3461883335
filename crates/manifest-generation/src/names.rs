//! Names that become paths, object names and DNS names.

/// Longest name of a network function; leaves room for the suffixes of Pods and claims within 63 characters.
pub(crate) const MAX_COMPONENT_NAME: usize = 50;

/// Whether `text` is a DNS label that a Service may bear: RFC 1035, lower case, starts with a letter.
pub(crate) fn is_service_name(text: &str) -> bool {
    is_label(text) && text.starts_with(|first: char| first.is_ascii_lowercase())
}

/// Whether `text` is a DNS label of at most 63 characters: RFC 1123, lower case.
pub(crate) fn is_label(text: &str) -> bool {
    text.len() <= 63 && is_unbounded_label(text)
}

/// Whether `text` may name a Kubernetes object: at most 253 characters, labels with dots between them, so never `..`.
/// As in Kubernetes, a single label of it may exceed 63 characters.
pub(crate) fn is_subdomain(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(is_unbounded_label)
}

fn is_unbounded_label(text: &str) -> bool {
    let edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    edge(text.as_bytes().first())
        && edge(text.as_bytes().last())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_or_a_host_is_not_a_label() {
        for wrong in [
            "",
            "..",
            "a/b",
            "a.b",
            "-a",
            "a-",
            "A",
            "a_b",
            "é",
            &"a".repeat(64),
        ] {
            assert!(!is_label(wrong), "{wrong}");
        }
        assert!(is_label("0a-b"));
        assert!(!is_service_name("0a-b"));
        assert!(is_service_name("core-amf"));
    }

    #[test]
    fn a_subdomain_cannot_climb() {
        for wrong in ["", ".", "..", "a..b", "../a", "a/..", ".a"] {
            assert!(!is_subdomain(wrong), "{wrong}");
        }
        assert!(is_subdomain("edge-1.example"));
        assert!(is_subdomain(&"a".repeat(253)) && !is_subdomain(&"a".repeat(254)));
    }
}
