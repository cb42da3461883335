//! Images name one release.

use k8s_openapi::api::core::v1::PodSpec;
use nephoran_api::ManifestFinding;

use super::{Context, rules};

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<ManifestFinding>) {
    for workload in context.workloads() {
        let spec = workload.pods.spec.as_ref();
        let unpinned = spec.into_iter().flat_map(unpinned);
        findings
            .extend(unpinned.map(|message| rules::PINNED_IMAGE.finding(workload.path, message)));
    }
}

/// A sentence for every container whose image is not pinned.
pub(super) fn unpinned(spec: &PodSpec) -> Vec<String> {
    let containers = spec
        .containers
        .iter()
        .chain(spec.init_containers.iter().flatten());
    containers
        .filter_map(|container| {
            let image = container.image.as_deref().unwrap_or_default();
            (!is_pinned(image)).then(|| {
                format!(
                    "image {image:?} of container {} is not pinned; name a release tag or a digest, never \"latest\"",
                    container.name
                )
            })
        })
        .collect()
}

/// Whether `image` names a tag other than `latest`, or a digest. The colon of a registry's port is no tag.
fn is_pinned(image: &str) -> bool {
    if let Some((name, digest)) = image.split_once("@sha256:") {
        return !name.is_empty()
            && digest.len() == 64
            && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    let last = image.rsplit('/').next().unwrap_or_default();
    last.split_once(':')
        .is_some_and(|(name, tag)| !name.is_empty() && !tag.is_empty() && tag != "latest")
}

#[cfg(test)]
mod tests {
    use super::is_pinned;

    #[test]
    fn a_registry_port_is_not_a_tag() {
        assert!(!is_pinned("registry:5000/amf"));
        assert!(is_pinned("registry:5000/amf:v1"));
        assert!(!is_pinned("amf:latest"));
        assert!(!is_pinned("amf@sha256:12"));
        assert!(is_pinned(&format!("amf@sha256:{}", "a".repeat(64))));
    }
}
