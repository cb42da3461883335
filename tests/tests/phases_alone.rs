//! The five controllers without the bridge: whoever creates an IntentProcessing gets the whole chain.

#![allow(clippy::unwrap_used)]

use k8s_openapi::api::apps::v1::{Deployment, StatefulSet};
use kube::api::{DeleteParams, PostParams};
use nephoran_api::{
    DeploymentVerification, GitOpsDeployment, IntentProcessing, IntentProcessingSpec,
    ManifestGeneration, ResourcePlan,
};
use nephoran_end_to_end::controller::Controller;
use nephoran_end_to_end::intent::Intent;
use nephoran_end_to_end::system::{System, SystemOptions};

#[tokio::test(flavor = "multi_thread")]
async fn an_intent_processing_of_its_own_runs_the_whole_chain_and_takes_it_along_when_it_goes() {
    let mut options = SystemOptions::default();
    options.controllers.remove(&Controller::MigrationBridge);
    let system = System::start(options).await.unwrap();
    system.create_namespace("alone").await.unwrap();
    let intent = Intent::new(&system.client().await.unwrap(), "alone", "core");

    let spec = IntentProcessingSpec {
        intent: "Deploy an AMF with 3 replicas".to_owned(),
        ..IntentProcessingSpec::default()
    };
    let created = IntentProcessing::new("core", spec);
    intent
        .api()
        .create(&PostParams::default(), &created)
        .await
        .unwrap();
    intent.completed::<IntentProcessing>(&system).await.unwrap();
    intent.completed::<ResourcePlan>(&system).await.unwrap();
    intent
        .completed::<ManifestGeneration>(&system)
        .await
        .unwrap();
    intent.completed::<GitOpsDeployment>(&system).await.unwrap();
    intent
        .completed::<DeploymentVerification>(&system)
        .await
        .unwrap();
    assert_eq!(
        system.repository().commits_of("alone/core").unwrap().len(),
        1
    );
    assert!(
        !system
            .repository()
            .files_of("alone/core")
            .unwrap()
            .is_empty()
    );

    intent
        .api::<IntentProcessing>()
        .delete("core", &DeleteParams::default())
        .await
        .unwrap();
    intent.gone(&system).await.unwrap();
    assert_eq!(
        system.repository().files_of("alone/core").unwrap(),
        Vec::<String>::new()
    );
    assert_eq!(
        intent.labelled::<Deployment>("alone").await.unwrap(),
        Vec::<String>::new()
    );
    assert_eq!(
        intent.labelled::<StatefulSet>("alone").await.unwrap(),
        Vec::<String>::new()
    );
}
