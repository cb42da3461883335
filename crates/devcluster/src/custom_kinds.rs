//! Custom kinds that are there from the start.
//!
//! The garbage collector of kube-controller-manager looks for new kinds every 30 s only; until it knows one, owned
//! objects of that kind stay behind their owners. So the definitions come before the controller manager does.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::CustomResourceDefinition;
use kube::api::{Patch, PatchParams};
use kube::{Api, Client, ResourceExt};

/// Why the definitions of a folder could not be applied.
#[derive(Debug, thiserror::Error)]
pub enum CustomKindsError {
    /// A file cannot be read.
    #[error("failed to read {}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A file holds something else.
    #[error("{} is not a CustomResourceDefinition: {message}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// The API server refused.
    #[error("failed to apply {}", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// What the API server said.
        #[source]
        source: kube::Error,
    },
}

/// Applies every definition in `folder`, and gives `<group>/<version>` and plural of what must be served then.
pub(crate) async fn apply(
    client: &Client,
    folder: &Path,
) -> Result<Vec<(String, String)>, CustomKindsError> {
    let unreadable = |source| CustomKindsError::Read {
        path: folder.to_owned(),
        source,
    };
    let mut files = fs::read_dir(folder)
        .and_then(|entries| {
            entries
                .map(|entry| Ok(entry?.path()))
                .collect::<io::Result<Vec<_>>>()
        })
        .map_err(unreadable)?;
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "yaml")
    });
    files.sort();
    let api = Api::<CustomResourceDefinition>::all(client.clone());
    let mut served = Vec::new();
    for path in files {
        let definition = read(&path)?;
        let applied = api
            .patch(
                &definition.name_any(),
                &PatchParams::apply("devcluster").force(),
                &Patch::Apply(&definition),
            )
            .await;
        applied.map_err(|source| CustomKindsError::Refused { path, source })?;
        let versions = definition
            .spec
            .versions
            .iter()
            .filter(|version| version.served);
        served.extend(versions.map(|version| {
            let group_version = format!("{}/{}", definition.spec.group, version.name);
            (group_version, definition.spec.names.plural.clone())
        }));
    }
    Ok(served)
}

/// Whether discovery names all of them, which is where clients and the garbage collector look.
pub(crate) async fn are_served(
    client: &Client,
    kinds: &[(String, String)],
) -> Result<bool, kube::Error> {
    for (group_version, plural) in kinds {
        let found = client.list_api_group_resources(group_version).await?;
        if !found
            .resources
            .iter()
            .any(|resource| resource.name == *plural)
        {
            return Ok(false);
        }
    }
    Ok(true)
}

fn read(path: &Path) -> Result<CustomResourceDefinition, CustomKindsError> {
    let text = fs::read_to_string(path).map_err(|source| CustomKindsError::Read {
        path: path.to_owned(),
        source,
    })?;
    serde_saphyr::from_str(&text).map_err(|error| CustomKindsError::Malformed {
        path: path.to_owned(),
        message: error.to_string(),
    })
}
