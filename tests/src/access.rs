//! Gives each controller a ServiceAccount and exactly the rights in its chart's `files/rules.yaml`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use k8s_openapi::api::authorization::v1::{
    ResourceAttributes, SubjectAccessReview, SubjectAccessReviewSpec,
};
use k8s_openapi::api::core::v1::ServiceAccount;
use k8s_openapi::api::rbac::v1::{
    ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, RoleRef, Subject,
};
use kube::api::{ObjectMeta, Patch, PatchParams, PostParams};
use kube::{Api, Client, Resource, ResourceExt};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::controller::Controller;
use crate::system::NAMESPACE;
use crate::waiting::until;

/// The field manager of everything this crate applies.
pub const MANAGER: &str = "nephoran-installation";
const GROUP: &str = "rbac.authorization.k8s.io";

/// What a controller may do, as its chart says.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rules {
    /// In every namespace.
    pub cluster_rules: Vec<PolicyRule>,
    /// In the controllers' own namespace.
    pub namespace_rules: Vec<PolicyRule>,
    /// In every namespace, only where impersonation is switched on; it is not here.
    #[serde(default)]
    pub impersonation_rules: Vec<PolicyRule>,
}

impl Rules {
    /// Reads the chart's file.
    pub fn of(controller: Controller) -> Result<Self> {
        let file = repository_root().join(format!("charts/{}/files/rules.yaml", controller.name()));
        let text = std::fs::read_to_string(&file)
            .with_context(|| format!("failed to read {}", file.display()))?;
        serde_saphyr::from_str(&text).with_context(|| format!("{} is malformed", file.display()))
    }

    /// Takes `verb` on `resource` away, and on what its rules name beside it.
    pub fn withhold(&mut self, resource: &str, verb: &str) {
        for rules in [&mut self.cluster_rules, &mut self.namespace_rules] {
            for rule in rules.iter_mut() {
                let mut about = rule.resources.iter().flatten();
                if about.any(|known| known == resource) {
                    rule.verbs.retain(|known| known != verb);
                }
            }
            // A rule without a verb is refused.
            rules.retain(|rule| !rule.verbs.is_empty());
        }
    }
}

/// The folder that holds the charts, the CRDs and the examples.
#[must_use]
pub fn repository_root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Creates the ServiceAccount of `controller` and binds `rules` to it, and nothing else.
pub async fn grant(client: &Client, controller: Controller, rules: &Rules) -> Result<()> {
    let name = controller.name();
    let metadata = ObjectMeta {
        name: Some(name.to_owned()),
        ..ObjectMeta::default()
    };
    let role_ref = |kind: &str| RoleRef {
        api_group: GROUP.to_owned(),
        kind: kind.to_owned(),
        name: name.to_owned(),
    };
    let subjects = Some(vec![Subject {
        kind: "ServiceAccount".to_owned(),
        name: name.to_owned(),
        namespace: Some(NAMESPACE.to_owned()),
        ..Subject::default()
    }]);
    let own = |client: &Client| client.clone();
    apply(
        &Api::namespaced(own(client), NAMESPACE),
        &ServiceAccount {
            metadata: metadata.clone(),
            ..ServiceAccount::default()
        },
    )
    .await?;
    apply(
        &Api::all(own(client)),
        &ClusterRole {
            metadata: metadata.clone(),
            rules: Some(rules.cluster_rules.clone()),
            ..ClusterRole::default()
        },
    )
    .await?;
    apply(
        &Api::all(own(client)),
        &ClusterRoleBinding {
            metadata: metadata.clone(),
            role_ref: role_ref("ClusterRole"),
            subjects: subjects.clone(),
        },
    )
    .await?;
    apply(
        &Api::namespaced(own(client), NAMESPACE),
        &Role {
            metadata: metadata.clone(),
            rules: Some(rules.namespace_rules.clone()),
        },
    )
    .await?;
    let binding = RoleBinding {
        metadata,
        role_ref: role_ref("Role"),
        subjects,
    };
    apply(&Api::namespaced(own(client), NAMESPACE), &binding).await?;
    until(&format!("the rights of {name} are in force"), async || {
        in_force(client, controller, rules).await
    })
    .await
}

/// Server-side-applies `object`.
pub async fn apply<K>(api: &Api<K>, object: &K) -> Result<K>
where
    K: Resource<DynamicType = ()> + Serialize + DeserializeOwned + Clone + std::fmt::Debug,
{
    let name = object.name_any();
    api.patch(
        &name,
        &PatchParams::apply(MANAGER).force(),
        &Patch::Apply(object),
    )
    .await
    .with_context(|| format!("failed to apply {} {name}", K::kind(&())))
}

/// The authorizer sees a new binding through its own watch, a moment after the write.
async fn in_force(client: &Client, controller: Controller, rules: &Rules) -> Result<(), String> {
    let cluster = rules.cluster_rules.iter().map(|rule| (None, rule));
    let own = rules
        .namespace_rules
        .iter()
        .map(|rule| (Some(NAMESPACE.to_owned()), rule));
    for (namespace, rule) in cluster.chain(own) {
        let Some(asked) = first_right(namespace, rule) else {
            continue;
        };
        let review = SubjectAccessReview {
            spec: SubjectAccessReviewSpec {
                user: Some(format!(
                    "system:serviceaccount:{NAMESPACE}:{}",
                    controller.name()
                )),
                resource_attributes: Some(asked.clone()),
                ..SubjectAccessReviewSpec::default()
            },
            ..SubjectAccessReview::default()
        };
        let answer = Api::<SubjectAccessReview>::all(client.clone())
            .create(&PostParams::default(), &review)
            .await
            .map_err(|error| error.to_string())?;
        if !answer.status.is_some_and(|status| status.allowed) {
            return Err(format!("{asked:?} is refused"));
        }
    }
    Ok(())
}

fn first_right(namespace: Option<String>, rule: &PolicyRule) -> Option<ResourceAttributes> {
    let resource = rule.resources.as_ref()?.first()?;
    let (resource, subresource) = match resource.split_once('/') {
        Some((resource, subresource)) => (resource, Some(subresource.to_owned())),
        None => (resource.as_str(), None),
    };
    Some(ResourceAttributes {
        namespace,
        group: rule.api_groups.as_ref()?.first().cloned(),
        resource: Some(resource.to_owned()),
        subresource,
        verb: Some(rule.verbs.first()?.clone()),
        ..ResourceAttributes::default()
    })
}

/// The data of a ConfigMap as its type wants it.
#[must_use]
pub fn data<const N: usize>(entries: [(&str, String); N]) -> BTreeMap<String, String> {
    entries.map(|(key, value)| (key.to_owned(), value)).into()
}
