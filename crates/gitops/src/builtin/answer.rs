//! From an answer of an API server to the error it means.

use std::time::Duration;

use kube::core::Status;
use kube::core::response::reason;
use nephoran_api::AppliedObject;

use super::error::ApplyError;
use super::identity;

/// Longest time one request may take.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
/// Longest text of an API server that is passed on, in characters: admission webhooks write novels.
const LONGEST_DETAIL: usize = 600;

/// One request, as an error names it.
pub(super) struct Operation<'a> {
    /// What is done.
    pub(super) verb: &'static str,
    /// To which object.
    pub(super) object: &'a AppliedObject,
    /// Its resource as RBAC names it.
    pub(super) resource: String,
}

/// The answer of one request, or [`ApplyError::Timeout`].
pub(super) async fn within_time<T>(
    operation: &Operation<'_>,
    request: impl Future<Output = T>,
) -> Result<T, ApplyError> {
    tokio::time::timeout(REQUEST_TIMEOUT, request)
        .await
        .map_err(|_| operation.timed_out())
}

impl Operation<'_> {
    /// The error of a failed request.
    pub(super) fn failed(&self, error: &kube::Error) -> ApplyError {
        match error {
            kube::Error::Api(status) => self.refused(status),
            error => self.unreachable(chain(error)),
        }
    }

    /// The error of an answer, by its code and reason; the two exceptions say why they read the text.
    pub(super) fn refused(&self, status: &Status) -> ApplyError {
        let object = identity::describe(self.object);
        let detail = detail(status);
        match status.code {
            401 => ApplyError::Unauthorized { detail },
            403 => self.forbidden(status, object, detail),
            404 if kind_of(status) == "namespaces" => ApplyError::NamespaceNotFound { object },
            404 => ApplyError::UnknownKind {
                object,
                api_version: self.object.api_version.clone(),
                kind: self.object.kind.clone(),
            },
            409 => ApplyError::Conflict { object, detail },
            429 => ApplyError::Throttled {
                object,
                retry_after: retry_after(status),
            },
            504 => self.timed_out(),
            500 if matches!(
                status.reason.as_str(),
                reason::TIMEOUT | reason::SERVER_TIMEOUT
            ) =>
            {
                self.timed_out()
            }
            // A field that the schema of a server-side apply does not know comes as a bare 500 without reason or
            // cause, like a failing etcd (kubernetes/kubernetes#139253); only its text tells the two apart.
            500 if status.reason.is_empty()
                && status
                    .message
                    .starts_with("failed to create typed patch object") =>
            {
                ApplyError::Invalid { object, detail }
            }
            400..=499 => ApplyError::Invalid { object, detail },
            _ => self.unreachable(detail),
        }
    }

    fn forbidden(&self, status: &Status, object: String, detail: String) -> ApplyError {
        if has_cause(status, "NamespaceTerminating") {
            return ApplyError::NamespaceTerminating { object };
        }
        // The quota admission plugin answers with the reason and code of a missing permission and gives no cause, so
        // its text is all there is to tell a full namespace from a forbidden one.
        if status.message.contains("exceeded quota") {
            return ApplyError::QuotaExceeded { object, detail };
        }
        let place = if self.object.namespace.is_empty() {
            "of the cluster (ClusterRole)".to_owned()
        } else {
            format!("in namespace {}", self.object.namespace)
        };
        let resource = self.resource.clone();
        ApplyError::Forbidden {
            verb: self.verb,
            object,
            resource,
            place,
            detail,
        }
    }

    fn timed_out(&self) -> ApplyError {
        ApplyError::Timeout {
            verb: self.verb,
            object: identity::describe(self.object),
        }
    }

    fn unreachable(&self, detail: String) -> ApplyError {
        let object = identity::describe(self.object);
        ApplyError::Unreachable {
            verb: self.verb,
            object,
            detail,
        }
    }
}

fn kind_of(status: &Status) -> &str {
    status
        .details
        .as_ref()
        .map_or("", |details| details.kind.as_str())
}

fn has_cause(status: &Status, cause: &str) -> bool {
    status
        .details
        .iter()
        .flat_map(|details| &details.causes)
        .any(|candidate| candidate.reason == cause)
}

fn retry_after(status: &Status) -> Option<Duration> {
    let seconds = status.details.as_ref()?.retry_after_seconds;
    (seconds > 0).then(|| Duration::from_secs(seconds.into()))
}

/// The API server's words: each cause with its field, or the message when there are none.
fn detail(status: &Status) -> String {
    let causes: Vec<_> = status
        .details
        .iter()
        .flat_map(|details| &details.causes)
        .filter(|cause| !cause.field.is_empty())
        .map(|cause| format!("{}: {}", cause.field, cause.message))
        .collect();
    let text = if causes.is_empty() {
        status.message.clone()
    } else {
        causes.join(", ")
    };
    text.trim().chars().take(LONGEST_DETAIL).collect()
}

/// An error with all its causes: the outermost of a failed connection says only "client error".
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text.chars().take(LONGEST_DETAIL).collect()
}
