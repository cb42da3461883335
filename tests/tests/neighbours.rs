//! Intents beside others in a namespace: what they share, and what there is room for.

#![allow(clippy::unwrap_used)]

use k8s_openapi::api::core::v1::{ResourceQuota, ResourceQuotaSpec};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use kube::Api;
use kube::api::ObjectMeta;
use nephoran_api::{Plan, ResourcePlan};
use nephoran_end_to_end::access::apply;
use nephoran_end_to_end::intent::Intent;
use nephoran_end_to_end::system::{System, SystemOptions};
use tokio::sync::OnceCell;

async fn system() -> &'static System {
    static SYSTEM: OnceCell<System> = OnceCell::const_new();
    let start = async || System::start(SystemOptions::default()).await.unwrap();
    SYSTEM.get_or_init(start).await
}

/// The intent `name` in a new namespace.
async fn intent_in(namespace: &str, name: &str) -> (&'static System, Intent) {
    let system = system().await;
    system.create_namespace(namespace).await.unwrap();
    let client = system.client().await.unwrap();
    (system, Intent::new(&client, namespace, name))
}

async fn planned(intent: &Intent) -> Plan {
    let object = intent
        .api::<ResourcePlan>()
        .get(&intent.name)
        .await
        .unwrap();
    object.status.unwrap().result.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_intents_of_a_namespace_share_a_register_until_one_goes() {
    let (system, first) = intent_in("shared", "access").await;
    let second = Intent::new(&system.client().await.unwrap(), "shared", "policies");
    first.say("Deploy an AMF with 1 replica").await.unwrap();
    first.ready(system).await.unwrap();
    second.say("Deploy a PCF").await.unwrap();
    second.ready(system).await.unwrap();
    let plan = planned(&second).await;
    let used: Vec<_> = plan.uses.iter().map(|used| used.name.as_str()).collect();
    assert_eq!(used, ["nrf"], "{plan:?}");
    assert_eq!(plan.components.len(), 1);
    assert_eq!(plan.plmn, planned(&first).await.plmn);

    first.delete().await.unwrap();
    first.gone(system).await.unwrap();
    let own = async || {
        let plan = planned(&second).await;
        let names: Vec<_> = plan.components.iter().map(|one| one.name.clone()).collect();
        if plan.uses.is_empty() && names == ["nrf", "pcf"] {
            Ok(())
        } else {
            Err(format!("it plans {names:?}"))
        }
    };
    system
        .until("the PCF brings a register of its own", own)
        .await
        .unwrap();
    second.recovered(system).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_a_quota_does_not_hold_is_stalled_until_there_is_room() {
    let (system, intent) = intent_in("tight", "access").await;
    let quotas: Api<ResourceQuota> = Api::namespaced(system.client().await.unwrap(), "tight");
    let quota = |cpu: &str| ResourceQuota {
        metadata: ObjectMeta {
            name: Some("team".to_owned()),
            ..ObjectMeta::default()
        },
        spec: Some(ResourceQuotaSpec {
            hard: Some([("requests.cpu".to_owned(), Quantity(cpu.to_owned()))].into()),
            ..ResourceQuotaSpec::default()
        }),
        ..ResourceQuota::default()
    };
    apply(&quotas, &quota("200m")).await.unwrap();
    let counted = async || {
        let quota = quotas
            .get("team")
            .await
            .map_err(|error| error.to_string())?;
        let hard = quota.status.and_then(|status| status.hard);
        hard.map(drop).ok_or_else(|| "it is not counted".to_owned())
    };
    system.until("the quota is counted", counted).await.unwrap();
    intent.say("Deploy an AMF with 2 replicas").await.unwrap();
    let stalled = intent.stalled(system).await.unwrap();
    assert_eq!(stalled.reason, "Infeasible", "{}", stalled.message);
    assert!(stalled.message.contains("quota"), "{}", stalled.message);

    apply(&quotas, &quota("8")).await.unwrap();
    intent.request("now").await.unwrap();
    intent.recovered(system).await.unwrap();
}
