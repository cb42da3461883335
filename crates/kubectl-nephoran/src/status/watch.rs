//! Follows one intent until it is Ready or Stalled.

use futures::{Stream, StreamExt, pin_mut};
use k8s_openapi::jiff::Timestamp;
use kube::runtime::watcher;
use nephoran_api::NetworkIntent;

use super::screen::Screen;
use super::view::{Standing, View};
use super::{StatusError, Subject};

/// Shows every change; returns the last. A lost connection is waited out, a refusal is not.
pub(super) async fn follow(
    changes: impl Stream<Item = watcher::Result<Option<NetworkIntent>>>,
    screen: &mut Screen,
    subject: &Subject,
) -> Result<View, StatusError> {
    pin_mut!(changes);
    while let Some(change) = changes.next().await {
        match change {
            Ok(Some(intent)) => {
                let view = View::of(&intent, Timestamp::now());
                screen.show(&view)?;
                if matches!(view.standing, Standing::Ready | Standing::Stalled) {
                    screen.close();
                    return Ok(view);
                }
            }
            Ok(None) => return Err(StatusError::Deleted(subject.full_name())),
            Err(error) => match refusal(error) {
                Ok(refusal) => return Err(subject.refused(&refusal)),
                Err(passing) => {
                    screen.note(&format!("lost the connection, trying again: {passing}"));
                }
            },
        }
    }
    Err(StatusError::Deleted(subject.full_name()))
}

/// The API server's refusal of the request itself; anything else passes.
fn refusal(error: watcher::Error) -> Result<kube::Error, watcher::Error> {
    let refuses = |error: &kube::Error| matches!(error, kube::Error::Api(status) if [401, 403, 404].contains(&status.code));
    match error {
        watcher::Error::InitialListFailed(error)
        | watcher::Error::WatchStartFailed(error)
        | watcher::Error::WatchFailed(error)
            if refuses(&error) =>
        {
            Ok(error)
        }
        other => Err(other),
    }
}
