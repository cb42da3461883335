//! A Helm chart whose templates render to the objects of the package, and these objects as they are applied.
//!
//! A chart's values are what people change between environments: images, numbers of replicas, resources, and the
//! configurations. Everything else is in the templates as planned.

mod template;
mod values;

use nephoran_api::Digest;
use serde::Serialize;
use serde_json::json;

use super::difference::merge_patch;
use super::{Files, Rendered, on_cluster, word};
use crate::error::GenerateError;
use crate::object::{ObjectError, to_yaml};

/// Computes the digest of a configuration as a generation does, so that a changed value restarts the function.
const HELPERS: &str = r#"{{- define "nephoran.configurationDigest" -}}
{{- $text := "" -}}
{{- range $name, $content := .configuration -}}
{{- $text = printf "%s%s\n%s\n" $text $name $content -}}
{{- end -}}
sha256:{{ sha256sum $text }}
{{- end -}}
"#;

/// `Chart.yaml` (helm.sh/docs/topics/charts).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Chart<'a> {
    api_version: &'static str,
    name: &'a str,
    description: String,
    r#type: &'static str,
    /// The objects' digest as build metadata: another package is another version.
    version: String,
}

pub(super) fn package(rendered: &Rendered<'_>, cluster: &str) -> Result<Files, GenerateError> {
    let mut files = Files::new();
    let mut manifests = Files::new();
    for (path, object) in rendered.on_cluster(cluster) {
        manifests.insert(path.to_owned(), object.to_yaml()?);
        if !object.is_local() {
            let file = format!("chart/templates/{}", path.replace('/', "-"));
            files.insert(file, template::template(object)?);
        }
    }
    let chart = Chart {
        api_version: "v2",
        name: rendered.blueprint.package,
        description: format!(
            "Network functions of {} on cluster {cluster}",
            rendered.blueprint.package
        ),
        r#type: "application",
        version: format!("0.1.0+{}", Digest::of(&manifests).short()),
    };
    let values = values::values(rendered.on_cluster(cluster))?;
    files.extend([
        ("chart/Chart.yaml".to_owned(), to_yaml(&chart)?),
        ("chart/values.yaml".to_owned(), to_yaml(&values)?),
        (
            "chart/values.schema.json".to_owned(),
            values::schema(&values).map_err(|error| ObjectError::Write(error.to_string()))?,
        ),
        ("chart/templates/helpers.tpl".to_owned(), HELPERS.to_owned()),
    ]);
    for (environment, there) in &rendered.elsewhere {
        let there = values::values(on_cluster(there, cluster))?;
        let difference = merge_patch(&values, &there).unwrap_or_else(|| json!({}));
        files.insert(
            format!("chart/values-{}.yaml", word(*environment)),
            to_yaml(&difference)?,
        );
    }
    files.extend(
        manifests
            .into_iter()
            .map(|(path, text)| (format!("manifests/{path}"), text)),
    );
    Ok(files)
}
