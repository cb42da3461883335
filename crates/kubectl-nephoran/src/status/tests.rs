//! The view and the lines of `status`, from statuses as the controllers write them.

use k8s_openapi::jiff::Timestamp;
use kube::runtime::watcher;
use kube::{Api, Client, Config};
use nephoran_api::NetworkIntent;

use super::screen::{Screen, changed};
use super::view::{Standing, View, duration};
use super::{StatusError, Subject, watch};

fn intent(yaml: &str) -> NetworkIntent {
    serde_saphyr::from_str(yaml).unwrap()
}

fn view(yaml: &str) -> View {
    let now: Timestamp = "2026-11-21T12:01:10Z".parse().unwrap();
    View::of(&intent(yaml), now)
}

/// Follows the changes as they come from the API server; nothing listens at the subject's address.
fn follow(changes: Vec<watcher::Result<Option<NetworkIntent>>>) -> Result<View, StatusError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let server = "http://127.0.0.1:1/";
        let client = Client::try_from(Config::new(server.parse().unwrap())).unwrap();
        let subject = Subject {
            api: Api::namespaced(client, "core"),
            server: server.to_owned(),
            namespace: "core".to_owned(),
            name: "complete-core".to_owned(),
        };
        watch::follow(
            futures::stream::iter(changes),
            &mut Screen::Lines(Vec::new()),
            &subject,
        )
        .await
    })
}

fn refused(code: u16, reason: &str) -> watcher::Error {
    let status = kube::core::Status::failure("no", reason).with_code(code);
    watcher::Error::InitialListFailed(kube::Error::Api(status.boxed()))
}

const READY: &str = include_str!("../../tests/objects/intent-ready.yaml");
const RETRYING: &str = include_str!("../../tests/objects/intent-retrying.yaml");
const STALLED: &str = include_str!("../../tests/objects/intent-stalled.yaml");

#[test]
fn a_ready_intent_shows_phases_route_commit_and_time() {
    let view = view(READY);
    assert_eq!(view.standing, Standing::Ready);
    insta::assert_snapshot!(view.page());
    insta::assert_json_snapshot!(view);
}

#[test]
fn a_retrying_phase_shows_its_error_and_how_long_it_tries() {
    let view = view(RETRYING);
    assert_eq!(view.standing, Standing::InProgress);
    insta::assert_snapshot!(view.page());
}

#[test]
fn a_stalled_intent_shows_what_to_change() {
    let view = view(STALLED);
    assert_eq!(view.standing, Standing::Stalled);
    insta::assert_snapshot!(view.page());
}

#[test]
fn a_status_of_an_older_generation_is_not_believed() {
    let edited = READY.replace("generation: 2 # of the spec", "generation: 3");
    assert_ne!(edited, READY);
    let view = view(&edited);
    assert_eq!(view.standing, Standing::InProgress);
    insta::assert_snapshot!(view.page());
}

#[test]
fn a_condition_of_an_older_generation_is_not_believed() {
    let stale = READY.replace("observedGeneration: 2 # of Ready", "observedGeneration: 1");
    assert_ne!(stale, READY);
    assert_eq!(view(&stale).standing, Standing::InProgress);
}

#[test]
fn a_suspended_intent_says_how_to_go_on() {
    let suspended = RETRYING.replace("suspend: false", "suspend: true");
    let view = view(&suspended);
    assert_eq!(view.standing, Standing::Suspended);
    assert!(view.page().contains("set spec.suspend to false"));
}

#[test]
fn only_phases_that_changed_get_a_line() {
    let (before, after) = (view(RETRYING), view(READY));
    assert_eq!(changed(&after.phases, &after.phases), "");
    insta::assert_snapshot!(changed(&[], &before.phases), @r"
    LLMProcessing: Completed  0.1 s
    ResourcePlanning: Completed  0.2 s
    ManifestGeneration: Completed  0.2 s
    GitOpsCommit: Retrying  1 min 09 s  2 retries  failed to push to https://git.example/packages: connection refused; check that the server is up
    ");
    insta::assert_snapshot!(changed(&before.phases, &after.phases), @r"
    GitOpsCommit: Completed  1 min 11 s  2 retries
    DeploymentVerification: Completed  2.0 s
    ");
}

#[test]
fn durations_read_as_people_say_them() {
    assert_eq!(duration(0.04), "0.0 s");
    assert_eq!(duration(59.9), "59.9 s");
    assert_eq!(duration(125.7), "2 min 05 s");
}

#[test]
fn a_watch_ends_when_the_intent_is_ready() {
    let ends = follow(vec![Ok(Some(intent(RETRYING))), Ok(Some(intent(READY)))]);
    assert_eq!(ends.unwrap().standing, Standing::Ready);
}

#[test]
fn a_watch_ends_when_the_intent_is_stalled() {
    assert_eq!(
        follow(vec![Ok(Some(intent(STALLED)))]).unwrap().standing,
        Standing::Stalled
    );
}

#[test]
fn a_watch_outlives_a_lost_connection() {
    let lost = watcher::Error::NoResourceVersion;
    let ends = follow(vec![
        Ok(Some(intent(RETRYING))),
        Err(lost),
        Ok(Some(intent(READY))),
    ]);
    assert_eq!(ends.unwrap().standing, Standing::Ready);
}

#[test]
fn a_watch_ends_when_the_intent_is_deleted() {
    let ends = follow(vec![Ok(Some(intent(RETRYING))), Ok(None)]).unwrap_err();
    assert_eq!(
        ends.to_string(),
        "NetworkIntent core/complete-core was deleted"
    );
}

#[test]
fn a_watch_that_is_forbidden_says_what_to_ask_for() {
    let ends = follow(vec![
        Err(refused(403, "Forbidden")),
        Ok(Some(intent(READY))),
    ])
    .unwrap_err();
    assert!(
        ends.to_string().contains("ask for get, list and watch"),
        "{ends}"
    );
}
