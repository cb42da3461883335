//! What the rest of the project relies on: the local control plane behaves as a production cluster does.
//! One test, so that one cluster serves all of it and its end can be looked at.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::fs;
use std::path::Path;
use std::time::Duration;

use k8s_openapi::api::apps::v1::Deployment;
use k8s_openapi::api::core::v1::{
    ConfigMap, Namespace, Node, PersistentVolumeClaim, Pod, ServiceAccount,
};
use k8s_openapi::api::rbac::v1::{Role, RoleBinding};
use kube::api::{DeleteParams, ListParams, PostParams};
use kube::config::{KubeConfigOptions, Kubeconfig};
use kube::runtime::wait::{Condition, await_condition, conditions};
use kube::{Api, Client, Config};
use nephoran_devcluster::cluster::{DevCluster, Options};
use nephoran_devcluster::simulated_nodes::{
    CRASH_LOOP, FAIL_LABEL, IMAGE_PULL, NEVER_READY, ZONES,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

const NAMESPACE: &str = "default";

#[tokio::test(flavor = "multi_thread")]
async fn a_local_control_plane_behaves_as_a_production_cluster() {
    let cluster = DevCluster::start(Options {
        audit: true,
        ..Options::default()
    })
    .await
    .unwrap();
    let client = cluster.client().await.unwrap();

    nodes_are_spread_over_three_zones(&client).await;
    a_deployment_becomes_available(&client).await;
    a_volume_claim_is_bound(&client).await;
    a_failing_pod_reports_what_a_kubelet_would(&client).await;
    an_owned_object_goes_with_its_owner(&client).await;
    a_namespace_goes_with_all_it_holds(&client).await;
    a_service_account_may_do_what_its_role_says_and_no_more(&cluster).await;
    a_cluster_that_is_there_already_can_be_used(&cluster).await;
    the_audit_log_names_who_wrote_what(&cluster, &client).await;

    stopping_leaves_nothing(cluster);
}

async fn nodes_are_spread_over_three_zones(client: &Client) {
    let nodes = Api::<Node>::all(client.clone())
        .list(&ListParams::default())
        .await
        .unwrap();
    let zones: Vec<String> = nodes
        .into_iter()
        .map(|node| node.metadata.labels.unwrap()["topology.kubernetes.io/zone"].clone())
        .collect();
    assert_eq!(zones, ZONES);
}

async fn a_deployment_becomes_available(client: &Client) {
    let deployments = Api::<Deployment>::namespaced(client.clone(), NAMESPACE);
    deployments
        .create(&PostParams::default(), &deployment("amf", 3, None))
        .await
        .unwrap();
    until(&deployments, "amf", |deployment: Option<&Deployment>| {
        deployment.and_then(|one| one.status.as_ref()?.available_replicas) == Some(3)
    })
    .await;
}

async fn a_volume_claim_is_bound(client: &Client) {
    let claims = Api::<PersistentVolumeClaim>::namespaced(client.clone(), NAMESPACE);
    let spec =
        json!({"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}});
    let claim = object(json!({"metadata": {"name": "data"}, "spec": spec}));
    claims.create(&PostParams::default(), &claim).await.unwrap();
    until(&claims, "data", |claim: Option<&PersistentVolumeClaim>| {
        claim.and_then(|one| one.status.as_ref()?.phase.as_deref()) == Some("Bound")
    })
    .await;
    claims
        .delete("data", &DeleteParams::default())
        .await
        .unwrap();
}

async fn a_failing_pod_reports_what_a_kubelet_would(client: &Client) {
    let deployments = Api::<Deployment>::namespaced(client.clone(), NAMESPACE);
    let pods = Api::<Pod>::namespaced(client.clone(), NAMESPACE);
    let cases = [
        (CRASH_LOOP, Some("CrashLoopBackOff")),
        (IMAGE_PULL, Some("ImagePullBackOff")),
        (NEVER_READY, None),
    ];
    for (failure, waiting_reason) in cases {
        deployments
            .create(
                &PostParams::default(),
                &deployment(failure, 1, Some(failure)),
            )
            .await
            .unwrap();
        until(&deployments, failure, |deployment: Option<&Deployment>| {
            deployment.and_then(|one| one.status.as_ref()?.unavailable_replicas) == Some(1)
        })
        .await;
        let selector = ListParams::default().labels(&format!("app={failure}"));
        let name = pods.list(&selector).await.unwrap().items[0]
            .metadata
            .name
            .clone()
            .unwrap();
        until(&pods, &name, |pod: Option<&Pod>| {
            let status =
                pod.and_then(|pod| pod.status.as_ref()?.container_statuses.as_ref()?.first());
            status.is_some_and(|status| {
                let reason = status
                    .state
                    .as_ref()
                    .and_then(|state| state.waiting.as_ref()?.reason.as_deref());
                !status.ready && reason == waiting_reason
            })
        })
        .await;
    }
}

async fn an_owned_object_goes_with_its_owner(client: &Client) {
    let maps = Api::<ConfigMap>::namespaced(client.clone(), NAMESPACE);
    let owner: ConfigMap = object(json!({"metadata": {"name": "owner"}}));
    let owner = maps.create(&PostParams::default(), &owner).await.unwrap();
    let reference = json!({"apiVersion": "v1", "kind": "ConfigMap", "name": "owner", "uid": owner.metadata.uid});
    let dependent: ConfigMap =
        object(json!({"metadata": {"name": "owned", "ownerReferences": [reference]}}));
    maps.create(&PostParams::default(), &dependent)
        .await
        .unwrap();
    maps.delete("owner", &DeleteParams::default())
        .await
        .unwrap();
    until(&maps, "owned", |owned: Option<&ConfigMap>| owned.is_none()).await;
}

async fn a_namespace_goes_with_all_it_holds(client: &Client) {
    let namespaces = Api::<Namespace>::all(client.clone());
    let created = namespaces
        .create(
            &PostParams::default(),
            &object(json!({"metadata": {"name": "core"}})),
        )
        .await
        .unwrap();
    let maps = Api::<ConfigMap>::namespaced(client.clone(), "core");
    maps.create(
        &PostParams::default(),
        &object(json!({"metadata": {"name": "held"}})),
    )
    .await
    .unwrap();
    namespaces
        .delete("core", &DeleteParams::default())
        .await
        .unwrap();
    until(
        &namespaces,
        "core",
        conditions::is_deleted(&created.metadata.uid.unwrap()),
    )
    .await;
}

async fn a_service_account_may_do_what_its_role_says_and_no_more(cluster: &DevCluster) {
    let admin = cluster.client().await.unwrap();
    let create = PostParams::default();
    let named = json!({"name": "reader"});
    let account: ServiceAccount = object(json!({"metadata": named}));
    Api::namespaced(admin.clone(), NAMESPACE)
        .create(&create, &account)
        .await
        .unwrap();
    let rule = json!({"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"]});
    let reader: Role = object(json!({"metadata": named, "rules": [rule]}));
    Api::namespaced(admin.clone(), NAMESPACE)
        .create(&create, &reader)
        .await
        .unwrap();
    let binding: RoleBinding = object(json!({
        "metadata": named,
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "reader"},
        "subjects": [{"kind": "ServiceAccount", "name": "reader", "namespace": NAMESPACE}],
    }));
    Api::namespaced(admin, NAMESPACE)
        .create(&create, &binding)
        .await
        .unwrap();

    let kubeconfig = cluster
        .kubeconfig_for_service_account(NAMESPACE, "reader")
        .await
        .unwrap();
    let maps = Api::<ConfigMap>::default_namespaced(client_of(&kubeconfig).await);
    // The authorizer sees a new binding through its own watch, a moment after the write.
    tokio::time::timeout(LIMIT, async {
        while maps.get("kube-root-ca.crt").await.is_err() {}
    })
    .await
    .unwrap();
    let refused = maps
        .delete("kube-root-ca.crt", &DeleteParams::default())
        .await
        .unwrap_err();
    assert!(
        matches!(&refused, kube::Error::Api(status) if status.code == 403),
        "{refused}"
    );
}

async fn a_cluster_that_is_there_already_can_be_used(cluster: &DevCluster) {
    let connected = DevCluster::connect(cluster.kubeconfig().to_owned())
        .await
        .unwrap();
    assert!(connected.processes().is_empty());
    let kubeconfig = connected
        .kubeconfig_for_service_account(NAMESPACE, "reader")
        .await
        .unwrap();
    let maps = Api::<ConfigMap>::default_namespaced(client_of(&kubeconfig).await);
    maps.get("kube-root-ca.crt").await.unwrap();
    connected.stop();
    cluster
        .client()
        .await
        .unwrap()
        .apiserver_version()
        .await
        .unwrap();
}

async fn the_audit_log_names_who_wrote_what(cluster: &DevCluster, client: &Client) {
    let maps = Api::<ConfigMap>::namespaced(client.clone(), NAMESPACE);
    maps.create(
        &PostParams::default(),
        &object(json!({"metadata": {"name": "counted"}})),
    )
    .await
    .unwrap();
    maps.get("counted").await.unwrap();
    let log = fs::read_to_string(cluster.audit_log().unwrap()).unwrap();
    let verbs: Vec<(Value, Value)> = log
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|event| event["objectRef"]["name"] == "counted")
        .map(|event| (event["user"]["username"].clone(), event["verb"].clone()))
        .collect();
    assert_eq!(verbs, [(json!("admin"), json!("create"))]);
}

fn stopping_leaves_nothing(cluster: DevCluster) {
    let pids: BTreeMap<String, u32> = cluster
        .processes()
        .iter()
        .map(|process| (process.name().to_owned(), process.pid()))
        .collect();
    assert_eq!(pids.len(), 5, "{pids:?}");
    let folder = cluster.data_dir().to_owned();
    cluster.stop();
    for (name, pid) in pids {
        assert!(
            !Path::new(&format!("/proc/{pid}")).exists(),
            "{name} still runs as {pid}"
        );
    }
    assert!(!folder.exists());
}

const LIMIT: Duration = Duration::from_mins(1);

async fn until<K>(api: &Api<K>, name: &str, condition: impl Condition<K>)
where
    K: kube::Resource + Clone + Debug + Send + DeserializeOwned + 'static,
{
    let Ok(result) =
        tokio::time::timeout(LIMIT, await_condition(api.clone(), name, condition)).await
    else {
        panic!(
            "{name} did not get there; it is {:?}",
            api.get_opt(name).await
        )
    };
    result.unwrap();
}

fn deployment(name: &str, replicas: i32, failure: Option<&str>) -> Deployment {
    let mut labels = BTreeMap::from([("app", name)]);
    labels.extend(failure.map(|failure| (FAIL_LABEL, failure)));
    object(json!({
        "metadata": {"name": name},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {"app": name}},
            "template": {
                "metadata": {"labels": labels},
                "spec": {"containers": [{"name": name, "image": "example.org/amf:1"}]},
            },
        },
    }))
}

fn object<K: DeserializeOwned>(value: Value) -> K {
    serde_json::from_value(value).unwrap()
}

async fn client_of(kubeconfig: &Path) -> Client {
    let file = Kubeconfig::read_from(kubeconfig).unwrap();
    let config = Config::from_custom_kubeconfig(file, &KubeConfigOptions::default())
        .await
        .unwrap();
    Client::try_from(config).unwrap()
}
