//! The builtin engine over a real API server.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot be set up has failed"
)]
#![allow(
    clippy::needless_pass_by_value,
    reason = "`json!(..)` as an argument reads better than a reference to it"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use k8s_openapi::api::apps::v1::Deployment;
use k8s_openapi::api::core::v1::{ConfigMap, Namespace, ResourceQuota, ServiceAccount};
use k8s_openapi::api::rbac::v1::RoleBinding;
use kube::api::{Patch, PatchParams, PostParams};
use kube::config::{KubeConfigOptions, Kubeconfig};
use kube::{Api, Client, Config};
use nephoran_api::{AppliedObject, Classified, ErrorClass};
use nephoran_devcluster::cluster::{DevCluster, Options};
use nephoran_gitops::builtin::{ApplyError, Engine, impersonating};
use nephoran_runtime::kubeconfig::client_from_kubeconfig;
use serde_json::json;
use tokio::sync::OnceCell;

const INTENT: &str = "core-deployment";

/// One cluster for all tests, each in its own namespace. It ends with this process.
async fn cluster() -> &'static DevCluster {
    static CLUSTER: OnceCell<DevCluster> = OnceCell::const_new();
    CLUSTER
        .get_or_init(async || {
            let options = Options {
                nodes: 0,
                ..Options::default()
            };
            DevCluster::connect_or_start(options)
                .await
                .expect("a cluster to test against")
        })
        .await
}

/// An engine with the administrator's rights and a namespace that does not exist yet.
struct Lab {
    client: Client,
    engine: Engine,
    namespace: String,
}

impl Lab {
    async fn new(purpose: &str) -> Self {
        let client = cluster().await.client().await.unwrap();
        let namespace = format!("builtin-{purpose}-{}", std::process::id());
        Self {
            engine: Engine::new(client.clone()),
            client,
            namespace,
        }
    }

    async fn with_namespace(purpose: &str) -> Self {
        let lab = Self::new(purpose).await;
        lab.create_namespace(json!({})).await;
        lab
    }

    async fn create_namespace(&self, labels: serde_json::Value) {
        let namespace = json!({"metadata": {"name": self.namespace, "labels": labels}});
        let namespaces: Api<Namespace> = Api::all(self.client.clone());
        namespaces
            .create(
                &PostParams::default(),
                &serde_json::from_value(namespace).unwrap(),
            )
            .await
            .unwrap();
    }

    async fn apply(
        &self,
        files: &BTreeMap<String, String>,
    ) -> Result<Vec<AppliedObject>, ApplyError> {
        self.engine.apply(files, &self.allowed()).await
    }

    fn allowed(&self) -> BTreeSet<String> {
        BTreeSet::from([self.namespace.clone()])
    }

    fn config_maps(&self) -> Api<ConfigMap> {
        Api::namespaced(self.client.clone(), &self.namespace)
    }

    /// A file with one object of this namespace.
    fn file(
        &self,
        api_version: &str,
        kind: &str,
        name: &str,
        rest: serde_json::Value,
    ) -> (String, String) {
        let mut object = json!({
            "apiVersion": api_version,
            "kind": kind,
            "metadata": {"name": name, "namespace": self.namespace, "labels": labels()},
        });
        for (field, value) in rest.as_object().unwrap() {
            object[field] = value.clone();
        }
        // JSON is YAML.
        (
            format!("{}-{name}.yaml", kind.to_lowercase()),
            object.to_string(),
        )
    }

    fn config_map(&self, name: &str) -> (String, String) {
        self.file("v1", "ConfigMap", name, json!({"data": {"name": name}}))
    }

    fn namespace_file(&self, extra_labels: &[(&str, &str)]) -> (String, String) {
        let mut labels = labels();
        for (name, value) in extra_labels {
            labels[name] = json!(value);
        }
        let object = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": self.namespace, "labels": labels}});
        ("namespace.yaml".to_owned(), object.to_string())
    }

    fn deployment(&self, name: &str, replicas: u32) -> (String, String) {
        self.file("apps/v1", "Deployment", name, json!({"spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {"app": name}},
            "template": {
                "metadata": {"labels": {"app": name}},
                "spec": {"serviceAccountName": name, "containers": [{"name": "nf", "image": "registry.example/amf:v1"}]},
            },
        }}))
    }

    fn core(&self, replicas: u32) -> BTreeMap<String, String> {
        BTreeMap::from([
            self.namespace_file(&[]),
            self.file("v1", "ServiceAccount", "amf", json!({})),
            self.config_map("amf"),
            self.file(
                "v1",
                "Service",
                "amf",
                json!({"spec": {"ports": [{"port": 80}], "selector": {"app": "amf"}}}),
            ),
            self.deployment("amf", replicas),
        ])
    }
}

fn labels() -> serde_json::Value {
    json!({"app.kubernetes.io/managed-by": "nephoran", "nephoran.com/intent": INTENT})
}

fn generation(inventory: &[AppliedObject], kind: &str) -> Option<i64> {
    inventory
        .iter()
        .find(|object| object.kind == kind)
        .unwrap()
        .generation
}

fn names(objects: &[AppliedObject]) -> Vec<String> {
    objects
        .iter()
        .map(|object| format!("{}/{}", object.kind, object.name))
        .collect()
}

#[tokio::test]
async fn a_package_is_applied_and_applying_it_again_changes_nothing() {
    let lab = Lab::new("apply").await;
    let first = lab.apply(&lab.core(2)).await.unwrap();
    let namespace = format!("Namespace/{}", lab.namespace);
    assert_eq!(
        names(&first),
        [
            "Deployment/amf",
            "ConfigMap/amf",
            &namespace,
            "Service/amf",
            "ServiceAccount/amf"
        ]
    );
    assert_eq!(
        (
            generation(&first, "Deployment"),
            generation(&first, "ConfigMap")
        ),
        (Some(1), None)
    );

    let before = lab
        .config_maps()
        .get("amf")
        .await
        .unwrap()
        .metadata
        .resource_version;
    assert_eq!(lab.apply(&lab.core(2)).await.unwrap(), first);
    assert_eq!(
        lab.config_maps()
            .get("amf")
            .await
            .unwrap()
            .metadata
            .resource_version,
        before
    );

    let changed = lab.apply(&lab.core(3)).await.unwrap();
    assert_eq!(generation(&changed, "Deployment"), Some(2));
}

#[tokio::test]
async fn what_left_the_package_is_deleted_unless_it_is_not_ours() {
    let lab = Lab::with_namespace("prune").await;
    let old = lab
        .apply(&BTreeMap::from([
            lab.config_map("stays"),
            lab.config_map("leaves"),
            lab.config_map("taken-over"),
        ]))
        .await
        .unwrap();
    let theirs = json!({"metadata": {"labels": {"nephoran.com/intent": "another"}}});
    lab.config_maps()
        .patch("taken-over", &PatchParams::default(), &Patch::Merge(theirs))
        .await
        .unwrap();

    let new = lab
        .apply(&BTreeMap::from([lab.config_map("stays")]))
        .await
        .unwrap();
    let pruned = lab.engine.prune(&old, &new, INTENT).await.unwrap();
    assert_eq!(
        (names(&pruned.deleted), names(&pruned.kept)),
        (
            vec!["ConfigMap/leaves".to_owned()],
            vec!["ConfigMap/taken-over".to_owned()]
        )
    );
    assert!(lab.config_maps().get_opt("leaves").await.unwrap().is_none());
    assert!(lab.config_maps().get_opt("stays").await.unwrap().is_some());
    assert!(
        lab.config_maps()
            .get_opt("taken-over")
            .await
            .unwrap()
            .is_some()
    );
}

#[tokio::test]
async fn deleting_everything_leaves_the_namespace_and_may_be_repeated() {
    let lab = Lab::new("delete").await;
    let inventory = lab.apply(&lab.core(1)).await.unwrap();
    for _ in 0..2 {
        lab.engine.delete_all(&inventory, INTENT).await.unwrap();
    }
    let deployments: Api<Deployment> = Api::namespaced(lab.client.clone(), &lab.namespace);
    let deployment = deployments.get_opt("amf").await.unwrap();
    assert!(deployment.is_none_or(|deployment| deployment.metadata.deletion_timestamp.is_some()));
    assert!(lab.config_maps().get_opt("amf").await.unwrap().is_none());
    let namespaces: Api<Namespace> = Api::all(lab.client.clone());
    assert!(
        namespaces
            .get(&lab.namespace)
            .await
            .unwrap()
            .metadata
            .deletion_timestamp
            .is_none()
    );
}

#[tokio::test]
async fn one_object_outside_the_allowed_namespaces_stops_the_whole_package() {
    let lab = Lab::with_namespace("boundary").await;
    let outside = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "amf", "namespace": "default"}});
    let files = BTreeMap::from([
        lab.config_map("amf"),
        ("z.yaml".to_owned(), outside.to_string()),
    ]);
    let error = lab.apply(&files).await.unwrap_err();
    assert_eq!(error.reason(), "NamespaceNotAllowed");
    assert!(lab.config_maps().get_opt("amf").await.unwrap().is_none());

    let role = json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "amf"}});
    let files = BTreeMap::from([
        lab.config_map("amf"),
        ("z.yaml".to_owned(), role.to_string()),
    ]);
    assert_eq!(
        lab.apply(&files).await.unwrap_err().reason(),
        "ClusterScopedObject"
    );
    assert!(lab.config_maps().get_opt("amf").await.unwrap().is_none());
}

#[tokio::test]
async fn a_namespace_that_others_made_is_not_changed() {
    let lab = Lab::new("foreign").await;
    lab.create_namespace(json!({"pod-security.kubernetes.io/enforce": "restricted"}))
        .await;
    let privileged = lab.namespace_file(&[("pod-security.kubernetes.io/enforce", "privileged")]);
    lab.apply(&BTreeMap::from([privileged, lab.config_map("amf")]))
        .await
        .unwrap();
    let namespaces: Api<Namespace> = Api::all(lab.client.clone());
    let labels = namespaces
        .get(&lab.namespace)
        .await
        .unwrap()
        .metadata
        .labels
        .unwrap();
    assert_eq!(labels["pod-security.kubernetes.io/enforce"], "restricted");
    assert!(lab.config_maps().get_opt("amf").await.unwrap().is_some());
}

#[tokio::test]
async fn a_field_the_api_server_does_not_know_is_refused_with_its_name() {
    let lab = Lab::with_namespace("strict").await;
    let (path, text) = lab.deployment("amf", 1);
    let misspelled = text.replace("\"replicas\"", "\"replica\"");
    let error = lab
        .apply(&BTreeMap::from([(path, misspelled)]))
        .await
        .unwrap_err();
    assert_eq!(
        (error.reason(), error.class()),
        ("ManifestInvalid", ErrorClass::Validation)
    );
    assert!(error.to_string().contains(".spec.replica"), "{error}");

    let (path, text) = lab.config_map("amf");
    let misspelled = text.replace("\"labels\"", "\"lables\"");
    let error = lab
        .apply(&BTreeMap::from([(path, misspelled)]))
        .await
        .unwrap_err();
    assert_eq!(error.class(), ErrorClass::Validation);
    assert!(error.to_string().contains("lables"), "{error}");
}

#[tokio::test]
async fn content_the_api_server_rejects_names_the_field() {
    let lab = Lab::with_namespace("invalid").await;
    let (path, text) = lab.deployment("amf", 1);
    let negative = text.replace("\"replicas\":1", "\"replicas\":-1");
    let error = lab
        .apply(&BTreeMap::from([(path, negative)]))
        .await
        .unwrap_err();
    assert_eq!(error.class(), ErrorClass::Validation);
    assert!(error.to_string().contains("spec.replicas: "), "{error}");
}

#[tokio::test]
async fn a_full_quota_is_a_matter_of_resources() {
    let lab = Lab::with_namespace("quota").await;
    let quotas: Api<ResourceQuota> = Api::namespaced(lab.client.clone(), &lab.namespace);
    let quota = json!({"metadata": {"name": "small"}, "spec": {"hard": {"count/secrets": "0"}}});
    quotas
        .create(
            &PostParams::default(),
            &serde_json::from_value(quota).unwrap(),
        )
        .await
        .unwrap();
    // Until the quota controller has counted, the API server refuses for another reason.
    let counted =
        kube::runtime::wait::await_condition(quotas, "small", |quota: Option<&ResourceQuota>| {
            quota
                .and_then(|quota| quota.status.as_ref()?.used.as_ref())
                .is_some()
        });
    tokio::time::timeout(Duration::from_mins(1), counted)
        .await
        .unwrap()
        .unwrap();

    let secret = lab.file(
        "v1",
        "Secret",
        "amf",
        json!({"stringData": {"key": "value"}}),
    );
    let error = lab.apply(&BTreeMap::from([secret])).await.unwrap_err();
    assert_eq!(
        (error.reason(), error.class()),
        ("QuotaExceeded", ErrorClass::Resource)
    );
    assert!(error.to_string().contains("small"), "{error}");
}

#[tokio::test]
async fn a_missing_namespace_and_a_missing_kind_are_told_apart() {
    let lab = Lab::new("missing").await;
    let error = lab
        .apply(&BTreeMap::from([lab.config_map("amf")]))
        .await
        .unwrap_err();
    assert_eq!(error.reason(), "NamespaceNotFound");
    let unknown = lab.file("example.com/v1", "Antenna", "amf", json!({}));
    assert_eq!(
        lab.apply(&BTreeMap::from([unknown]))
            .await
            .unwrap_err()
            .reason(),
        "UnknownKind"
    );
}

#[tokio::test]
async fn a_kind_that_only_discovery_knows_is_applied_and_pruned() {
    let lab = Lab::with_namespace("discovery").await;
    let lease = lab.file(
        "coordination.k8s.io/v1",
        "Lease",
        "amf",
        json!({"spec": {"holderIdentity": "amf-0"}}),
    );
    let inventory = lab.apply(&BTreeMap::from([lease])).await.unwrap();
    let pruned = lab.engine.delete_all(&inventory, INTENT).await.unwrap();
    assert_eq!(names(&pruned.deleted), ["Lease/amf"]);
}

#[tokio::test]
async fn the_engine_may_do_no_more_than_the_identity_it_applies_as() {
    let lab = Lab::with_namespace("identity").await;
    let accounts: Api<ServiceAccount> = Api::namespaced(lab.client.clone(), &lab.namespace);
    for name in ["nobody", "editor"] {
        let account = json!({"metadata": {"name": name}});
        accounts
            .create(
                &PostParams::default(),
                &serde_json::from_value(account).unwrap(),
            )
            .await
            .unwrap();
    }
    let bindings: Api<RoleBinding> = Api::namespaced(lab.client.clone(), &lab.namespace);
    let binding = json!({"metadata": {"name": "editor"},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "edit"},
        "subjects": [{"kind": "ServiceAccount", "name": "editor", "namespace": lab.namespace}]});
    bindings
        .create(
            &PostParams::default(),
            &serde_json::from_value(binding).unwrap(),
        )
        .await
        .unwrap();
    let files = BTreeMap::from([lab.config_map("amf")]);

    let kubeconfig = cluster()
        .await
        .kubeconfig_for_service_account(&lab.namespace, "nobody")
        .await
        .unwrap();
    let remote = client_from_kubeconfig(&std::fs::read(kubeconfig).unwrap())
        .await
        .unwrap();
    let error = Engine::new(remote)
        .apply(&files, &lab.allowed())
        .await
        .unwrap_err();
    assert_eq!(
        (error.reason(), error.class()),
        ("ApplyForbidden", ErrorClass::Permanent)
    );
    let text = error.to_string();
    assert!(
        text.contains(&format!("system:serviceaccount:{}:nobody", lab.namespace)),
        "{text}"
    );
    assert!(
        text.contains("patch") && text.contains("configmaps"),
        "{text}"
    );

    let administrator = Kubeconfig::read_from(cluster().await.kubeconfig()).unwrap();
    let config = Config::from_custom_kubeconfig(administrator, &KubeConfigOptions::default())
        .await
        .unwrap();
    let nobody = Engine::new(impersonating(&config, &lab.namespace, "nobody").unwrap());
    assert_eq!(
        nobody
            .apply(&files, &lab.allowed())
            .await
            .unwrap_err()
            .reason(),
        "ApplyForbidden"
    );
    let editor = Engine::new(impersonating(&config, &lab.namespace, "editor").unwrap());
    assert_eq!(
        names(&editor.apply(&files, &lab.allowed()).await.unwrap()),
        ["ConfigMap/amf"]
    );
}

#[tokio::test]
async fn an_unreachable_api_server_is_worth_another_try() {
    let lab = Lab::new("unreachable").await;
    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let config = Config::new(format!("http://{closed}").parse().unwrap());
    let engine = Engine::new(Client::try_from(config).unwrap());
    let error = engine
        .apply(&BTreeMap::from([lab.config_map("amf")]), &lab.allowed())
        .await
        .unwrap_err();
    assert_eq!(
        (error.reason(), error.class()),
        ("ClusterUnreachable", ErrorClass::Transient)
    );
    assert!(error.to_string().contains("refused"), "{error}");
}
