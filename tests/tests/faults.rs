//! What fails says what to do, fails alone, and works once the cause is gone.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{ResourceQuota, Secret};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Condition;
use kube::Api;
use kube::api::{Patch, PatchParams};
use nephoran_api::conditions::READY;
use nephoran_api::{NetworkIntentSpec, TargetCluster};
use nephoran_devcluster::git_server::HttpGitServer;
use nephoran_end_to_end::access::{MANAGER, apply};
use nephoran_end_to_end::intent::{Intent, current, spec};
use nephoran_end_to_end::repository::Repository;
use nephoran_end_to_end::system::{NAMESPACE, System, SystemOptions};
use serde_json::{Value, json};

/// Nobody listens there.
const NOWHERE: &str = "https://127.0.0.1:1/packages.git";

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_says_what_to_do_and_does_not_hold_up_the_rest() {
    let scene = Scene::set().await;
    let broken = [
        // Cluster, reason, and what the message must tell the reader to do.
        ("unreachable", "GitUnreachable", "check the address"),
        (
            "secretless",
            "CredentialsMissing",
            "create it with username and password",
        ),
        ("protected", "GitPushRejected", "allow this account to push"),
        ("tiny", "Infeasible", "ask for less"),
    ];
    let mut failing = BTreeMap::new();
    for (cluster, ..) in broken {
        failing.insert(cluster, scene.deploy(cluster, cluster).await);
    }
    let squeezed = scene.squeezed().await;

    // All of them are in trouble now; an intent without any is not affected.
    let healthy = scene.deploy("healthy", "healthy").await;
    healthy.ready(&scene.system).await.unwrap();

    for (cluster, reason, advice) in broken {
        let trouble = scene.trouble(&failing[cluster], reason).await;
        assert!(
            trouble.message.contains(advice),
            "{cluster}: {}",
            trouble.message
        );
        assert_eq!(scene.commits(&failing[cluster]), 0, "{cluster}");
    }
    let quota = scene.trouble(&squeezed, "QuotaExceeded").await;
    assert!(
        quota.message.contains("raise the ResourceQuota"),
        "{}",
        quota.message
    );

    scene.lift_quota().await;
    scene.protected.accept_pushes().unwrap();
    scene.create_secret("git-credentials", []).await;
    scene
        .resize(
            "tiny",
            json!({ "capacity": { "cpu": "500", "memory": "1Ti" } }),
        )
        .await;
    scene
        .resize(
            "unreachable",
            json!({ "repository": { "url": scene.system.repository().url() } }),
        )
        .await;
    for (cluster, intent) in &failing {
        recovers(&scene, cluster, intent).await;
    }
    recovers(&scene, "squeezed", &squeezed).await;
    assert_eq!(
        scene.protected.commits_of("protected/core").unwrap().len(),
        1
    );
}

/// Asks for another try, as the documentation tells to.
async fn recovers(scene: &Scene, cluster: &str, intent: &Intent) {
    intent
        .request(&format!("after {cluster} was repaired"))
        .await
        .unwrap();
    intent.recovered(&scene.system).await.unwrap();
}

/// A system with clusters that are broken in different ways.
struct Scene {
    system: System,
    /// The repository of the cluster `protected`, which refuses pushes.
    protected: Repository,
    /// Serves it.
    git: HttpGitServer,
}

impl Scene {
    async fn set() -> Self {
        let backoff =
            ["transient", "resource", "permanent"].map(|class| format!("{class}=200ms,1s,1,10"));
        let system = System::start(SystemOptions {
            backoff: backoff.into(),
            ..SystemOptions::default()
        })
        .await
        .unwrap();
        let protected = Repository::init(system.data_dir().join("protected.git")).unwrap();
        protected
            .refuse_pushes("main is protected: open a pull request")
            .unwrap();
        let git = HttpGitServer::start(system.data_dir()).await.unwrap();
        let scene = Self {
            system,
            protected,
            git,
        };
        let authority = std::fs::read_to_string(scene.git.authority()).unwrap();
        scene
            .create_secret("git-server", [("ca.crt", &authority)])
            .await;
        let url = scene.system.repository().url();
        for (name, spec) in [
            ("healthy", json!({})),
            ("unreachable", json!({ "repository": { "url": NOWHERE } })),
            (
                "secretless",
                json!({ "repository": { "url": url, "path": "secretless", "secretRef": { "name": "git-credentials" } } }),
            ),
            (
                "protected",
                // git itself answers there, and runs the hook.
                json!({ "repository": { "url": scene.git.https_url("protected.git"), "secretRef": { "name": "git-server" } } }),
            ),
            (
                "tiny",
                json!({ "capacity": { "cpu": "100m", "memory": "64Mi" } }),
            ),
        ] {
            let cluster = TargetCluster::new(name, serde_json::from_value(spec).unwrap());
            apply(&scene.clusters().await, &cluster).await.unwrap();
        }
        scene
    }

    async fn clusters(&self) -> Api<TargetCluster> {
        Api::all(self.system.client().await.unwrap())
    }

    async fn deploy(&self, namespace: &str, cluster: &str) -> Intent {
        self.system.create_namespace(namespace).await.unwrap();
        let intent = Intent::new(&self.system.client().await.unwrap(), namespace, "core");
        let wanted = NetworkIntentSpec {
            target_cluster: Some(cluster.to_owned()),
            max_retries: 10,
            ..spec("Deploy an AMF with 2 replicas")
        };
        intent.apply(wanted).await.unwrap();
        intent
    }

    /// An intent in a namespace that admits no Deployment.
    async fn squeezed(&self) -> Intent {
        self.system.create_namespace("squeezed").await.unwrap();
        let quota: ResourceQuota = quota("0");
        let quotas = self.quotas().await;
        apply(&quotas, &quota).await.unwrap();
        let in_force = async || {
            let quota = quotas
                .get("deployments")
                .await
                .map_err(|error| error.to_string())?;
            quota
                .status
                .and_then(|status| status.hard)
                .map(drop)
                .ok_or_else(|| "its status is empty".to_owned())
        };
        self.system
            .until("the quota is in force", in_force)
            .await
            .unwrap();
        self.deploy("squeezed", "healthy").await
    }

    async fn lift_quota(&self) {
        apply(&self.quotas().await, &quota("100")).await.unwrap();
    }

    async fn quotas(&self) -> Api<ResourceQuota> {
        Api::namespaced(self.system.client().await.unwrap(), "squeezed")
    }

    /// A Secret with the Git server's user, and `more`.
    async fn create_secret<const N: usize>(&self, name: &str, more: [(&str, &str); N]) {
        let user = [
            ("username", HttpGitServer::USERNAME),
            ("password", HttpGitServer::PASSWORD),
        ];
        let entries = user.into_iter().chain(more);
        let entries = entries.map(|(key, value)| (key.to_owned(), value.to_owned()));
        let mut secret = Secret {
            string_data: Some(entries.collect()),
            ..Secret::default()
        };
        secret.metadata.name = Some(name.to_owned());
        let secrets = Api::namespaced(self.system.client().await.unwrap(), NAMESPACE);
        apply(&secrets, &secret).await.unwrap();
    }

    async fn resize(&self, cluster: &str, spec: Value) {
        let patch =
            json!({ "apiVersion": "nephoran.com/v1", "kind": "TargetCluster", "spec": spec });
        let parameters = PatchParams::apply(MANAGER).force();
        self.clusters()
            .await
            .patch(cluster, &parameters, &Patch::Apply(&patch))
            .await
            .unwrap();
    }

    /// Waits until the intent is not Ready for `reason`, whether it is tried again or has given up.
    async fn trouble(&self, intent: &Intent, reason: &str) -> Condition {
        let look = async || {
            let now = intent.get().await.map_err(|error| error.to_string())?;
            let ready = current(&now, READY).cloned();
            ready
                .filter(|ready| ready.status == "False" && ready.reason == reason)
                .ok_or_else(|| {
                    format!(
                        "its conditions are {}",
                        json!(now.status.unwrap_or_default().conditions)
                    )
                })
        };
        self.system
            .until(&format!("{} fails with {reason}", intent.path()), look)
            .await
            .unwrap()
    }

    fn commits(&self, intent: &Intent) -> usize {
        let repositories = [self.system.repository(), &self.protected];
        repositories
            .iter()
            .map(|repository| repository.commits_of(&intent.path()).unwrap().len())
            .sum()
    }
}

fn quota(deployments: &str) -> ResourceQuota {
    let hard = json!({ "count/deployments.apps": deployments });
    serde_json::from_value(
        json!({ "metadata": { "name": "deployments" }, "spec": { "hard": hard } }),
    )
    .unwrap()
}
