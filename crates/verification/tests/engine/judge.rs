use k8s_openapi::jiff::SignedDuration;
use nephoran_api::HealthStatus::{self, Current, Failed, InProgress, NotFound};
use nephoran_api::{ObjectHealth, Verdict};
use nephoran_verification::{Judgement, judge};

use super::now;

fn object(name: &str, status: HealthStatus, message: &str) -> ObjectHealth {
    ObjectHealth {
        resource: format!("Deployment/core/{name}"),
        status,
        message: message.to_owned(),
    }
}

fn after(seconds: i64, health: &[ObjectHealth]) -> Judgement {
    judge(
        health,
        now(),
        now() + SignedDuration::from_secs(seconds),
        SignedDuration::from_secs(300),
    )
}

#[test]
fn a_deployment_passes_when_all_is_current() {
    let judgement = after(1, &[object("amf", Current, ""), object("smf", Current, "")]);
    assert_eq!(
        (judgement.verdict, judgement.message.as_str()),
        (Verdict::Passed, "all 2 objects are current")
    );
}

#[test]
fn one_failed_object_fails_the_deployment_at_once() {
    let health = [
        object("upf", InProgress, "1 of 3 replicas are ready"),
        object("amf", Failed, "exceeded quota"),
    ];
    let judgement = after(0, &health);
    assert_eq!(judgement.verdict, Verdict::Failed);
    assert_eq!(
        judgement.message,
        "1 of 2 objects failed: Deployment/core/amf: exceeded quota"
    );
}

#[test]
fn objects_on_their_way_are_waited_for_until_the_timeout() {
    let health = [
        object("amf", InProgress, "1 of 3 replicas are ready"),
        object("smf", Current, ""),
    ];
    let waiting = after(299, &health);
    assert_eq!(
        (waiting.verdict, waiting.reason),
        (Verdict::Pending, "ObjectsInProgress")
    );
    let late = after(300, &health);
    assert_eq!(
        (late.verdict, late.reason),
        (Verdict::Failed, "HealthTimeout")
    );
    assert_eq!(
        late.message,
        "1 of 2 objects are not current after 300 s: Deployment/core/amf: 1 of 3 replicas are ready; look at their \
         events, or raise spec.checks.health.timeoutSeconds"
    );
}

#[test]
fn the_slowest_objects_are_named_first_and_the_rest_counted() {
    let mut health: Vec<_> = ["amf", "nrf", "pcf", "smf"]
        .map(|name| object(name, InProgress, ""))
        .into();
    health.push(object("upf", NotFound, "it does not exist"));
    let message = after(300, &health).message;
    assert!(
        message.starts_with(
            "5 of 5 objects are not current after 300 s: Deployment/core/upf: it does not exist; Deployment/core/amf is \
             InProgress; Deployment/core/nrf is InProgress; and 2 more;"
        ),
        "{message}"
    );
}

#[test]
fn nothing_to_judge_is_inconclusive() {
    assert_eq!(after(1, &[]).verdict, Verdict::Inconclusive);
}

#[test]
fn a_clock_that_was_set_back_fails_nothing() {
    assert_eq!(
        after(-3600, &[object("amf", InProgress, "")]).verdict,
        Verdict::Pending
    );
}
