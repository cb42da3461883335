//! A right that a chart forgets is seen: the tests run with exactly the charts' rules.

#![allow(clippy::unwrap_used)]

use nephoran_end_to_end::controller::Controller;
use nephoran_end_to_end::intent::Intent;
use nephoran_end_to_end::system::{System, SystemOptions};

#[tokio::test(flavor = "multi_thread")]
async fn an_intent_says_which_right_a_controller_lacks() {
    let options = SystemOptions {
        withheld: vec![(Controller::ManifestGeneration, "configmaps", "create")],
        backoff: vec!["permanent=50ms,50ms,1,1".to_owned()],
        ..SystemOptions::default()
    };
    let system = System::start(options).await.unwrap();
    system.create_namespace("rights").await.unwrap();
    let intent = Intent::new(&system.client().await.unwrap(), "rights", "core");
    intent.say("Deploy an AMF with 2 replicas").await.unwrap();
    let stalled = intent.stalled(&system).await.unwrap();
    assert_eq!(stalled.reason, "ArtifactNotStored", "{}", stalled.message);
    assert!(
        stalled
            .message
            .contains("cannot create resource \"configmaps\""),
        "{}",
        stalled.message
    );
    assert!(intent.ready(&system).await.is_err());
    assert_eq!(system.repository().commits().unwrap(), []);
}
