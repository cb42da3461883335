use std::time::Duration;

use kube::core::Status;
use kube::core::response::{StatusCause, StatusDetails};
use nephoran_api::{Classified, ErrorClass};

use super::super::answer::Operation;
use super::*;

fn refused(status: &Status) -> ApplyError {
    let deployment = object("apps/v1", "Deployment", "core", "amf");
    let operation = Operation {
        verb: "apply",
        object: &deployment,
        resource: "deployments.apps".to_owned(),
    };
    operation.refused(status)
}

fn status(code: u16, reason: &str, message: &str) -> Status {
    Status::failure(message, reason).with_code(code)
}

fn details(kind: &str, causes: Vec<StatusCause>, retry_after_seconds: u32) -> StatusDetails {
    StatusDetails {
        name: String::new(),
        group: String::new(),
        kind: kind.to_owned(),
        uid: String::new(),
        causes,
        retry_after_seconds,
    }
}

fn cause(reason: &str, field: &str, message: &str) -> StatusCause {
    StatusCause {
        reason: reason.to_owned(),
        field: field.to_owned(),
        message: message.to_owned(),
    }
}

#[test]
fn a_missing_permission_says_whose_it_is_and_what_to_allow() {
    let error = refused(&status(
        403,
        "Forbidden",
        "deployments.apps \"amf\" is forbidden: User \"system:serviceaccount:nephoran:gitops\" cannot patch resource \
         \"deployments\" in API group \"apps\" in the namespace \"core\"",
    ));
    assert_eq!(error.class(), ErrorClass::Permanent);
    let text = error.to_string();
    assert!(
        text.contains("system:serviceaccount:nephoran:gitops"),
        "{text}"
    );
    assert!(
        text.ends_with(
            "a Role in namespace core must allow get, create, patch and delete on deployments.apps to the \
             ServiceAccount named there"
        ),
        "{text}"
    );
}

#[test]
fn a_full_quota_is_a_matter_of_resources_not_of_permissions() {
    let error = refused(&status(
        403,
        "Forbidden",
        "configmaps \"amf\" is forbidden: exceeded quota: small, requested: count/configmaps=1, used: 2, limited: 2",
    ));
    assert_eq!(
        (error.class(), error.reason()),
        (ErrorClass::Resource, "QuotaExceeded")
    );
    assert!(
        error.to_string().contains("exceeded quota: small"),
        "{error}"
    );
}

#[test]
fn a_namespace_that_is_being_deleted_is_worth_another_try() {
    let terminating = details(
        "",
        vec![cause(
            "NamespaceTerminating",
            "metadata.namespace",
            "namespace core is being terminated",
        )],
        0,
    );
    let error = refused(
        &status(403, "Forbidden", "unable to create new content").with_details(terminating),
    );
    assert_eq!(
        (error.class(), error.reason()),
        (ErrorClass::Transient, "NamespaceTerminating")
    );
}

#[test]
fn rejected_content_names_the_fields() {
    let causes = vec![
        cause(
            "FieldValueInvalid",
            "spec.replicas",
            "Invalid value: -1: must be greater than or equal to 0",
        ),
        cause("FieldValueRequired", "spec.selector", "Required value"),
    ];
    let error = refused(&status(422, "Invalid", "long story").with_details(details(
        "deployments",
        causes,
        0,
    )));
    assert_eq!(error.class(), ErrorClass::Validation);
    assert_eq!(
        error.to_string(),
        "the API server rejects Deployment core/amf: spec.replicas: Invalid value: -1: must be greater than or equal to \
         0, spec.selector: Required value; correct the intent or the package"
    );
}

#[test]
fn an_unknown_field_is_invalid_although_the_server_answers_500() {
    let text = "failed to create typed patch object (core/amf; apps/v1, Kind=Deployment): .spec.replica: field not declared in schema";
    assert_eq!(
        refused(&status(500, "", text)).class(),
        ErrorClass::Validation
    );
    assert_eq!(
        refused(&status(500, "", "etcdserver: request timed out")).class(),
        ErrorClass::Transient
    );
}

#[test]
fn each_answer_has_its_class() {
    let cases = [
        (400, "BadRequest", "ManifestInvalid", ErrorClass::Validation),
        (
            401,
            "Unauthorized",
            "ApplyUnauthorized",
            ErrorClass::Permanent,
        ),
        (404, "NotFound", "UnknownKind", ErrorClass::Permanent),
        (409, "Conflict", "ApplyConflict", ErrorClass::Transient),
        (409, "AlreadyExists", "ApplyConflict", ErrorClass::Transient),
        (
            413,
            "RequestEntityTooLarge",
            "ManifestInvalid",
            ErrorClass::Validation,
        ),
        (
            429,
            "TooManyRequests",
            "ApplyThrottled",
            ErrorClass::Throttling,
        ),
        (
            500,
            "InternalError",
            "ClusterUnreachable",
            ErrorClass::Transient,
        ),
        (500, "ServerTimeout", "ApplyTimeout", ErrorClass::Transient),
        (
            503,
            "ServiceUnavailable",
            "ClusterUnreachable",
            ErrorClass::Transient,
        ),
        (504, "Timeout", "ApplyTimeout", ErrorClass::Transient),
    ];
    for (code, answer, reason, class) in cases {
        let error = refused(&status(code, answer, "text"));
        assert_eq!(
            (error.reason(), error.class()),
            (reason, class),
            "{code} {answer}"
        );
    }
}

#[test]
fn a_missing_namespace_is_not_a_missing_kind() {
    let missing = status(404, "NotFound", "namespaces \"core\" not found").with_details(details(
        "namespaces",
        vec![],
        0,
    ));
    assert_eq!(refused(&missing).reason(), "NamespaceNotFound");
}

#[test]
fn a_throttling_server_is_given_the_time_it_asks_for() {
    let throttled =
        status(429, "TooManyRequests", "slow down").with_details(details("", vec![], 7));
    assert_eq!(
        refused(&throttled).retry_after(),
        Some(Duration::from_secs(7))
    );
    assert_eq!(
        refused(&status(429, "TooManyRequests", "slow down")).retry_after(),
        None
    );
}

#[test]
fn an_answer_that_is_very_long_is_cut() {
    let error = refused(&status(422, "Invalid", &"x".repeat(10_000)));
    assert!(error.to_string().len() < 1_000);
}
