//! What is known about the implementations of a plan together. It is said, and refuses nothing: the choice is the
//! user's.

use nephoran_api::Component;
use nephoran_telecom::Catalogue;
use nephoran_telecom::compatibility::{Deployed, Implementation, findings};

/// One sentence per reference point and pair of implementations that are not known to work together.
pub(crate) fn warnings(catalogue: &Catalogue, components: &[Component]) -> Vec<String> {
    let deployed: Vec<_> = components
        .iter()
        .map(|component| Deployed {
            name: &component.name,
            implementation: Implementation {
                function: component.function_type,
                provider: &component.provider,
                version: tag(&component.image),
            },
        })
        .collect();
    findings(catalogue, &deployed)
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// The tag of an image; a colon before the last slash is the port of a registry.
fn tag(image: &str) -> &str {
    let name = image.rsplit('/').next().unwrap_or(image);
    name.split_once(':').map_or("", |(_, tag)| tag)
}
