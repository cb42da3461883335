//! The HTTP API as part of the process, with a token that may be exchanged while it runs.

use std::time::Duration;

use nephoran_runtime::{attempt::chain, process::Process};
use tokio::sync::watch;

use crate::{
    configuration::ApiSettings,
    processor::Processor,
    secrets::{SecretKey, Secrets},
    server::{self, ApiOptions, ApiToken},
};

/// A new token counts after this time at most.
const LOOK: Duration = Duration::from_mins(1);

/// Adds the API to the process, if it is configured.
///
/// # Errors
/// When it cannot listen, or its token cannot be used.
pub(super) async fn start(
    process: &Process,
    settings: &ApiSettings,
    secrets: &Secrets,
    processor: &Processor,
) -> anyhow::Result<()> {
    let token = match &settings.token_secret_ref {
        Some(wanted) if settings.address.is_some() => {
            Some(follow(process, wanted.clone(), secrets.clone()).await?)
        }
        _ => None,
    };
    let options = ApiOptions {
        address: settings.address,
        token,
        ..ApiOptions::default()
    };
    if let Some(api) = server::bind(options, processor.clone(), &process.metrics).await? {
        process.spawn("HTTP API".to_owned(), api.serve(process.stop.clone()));
    }
    Ok(())
}

/// The token as it stands now, looked at again and again.
async fn follow(
    process: &Process,
    wanted: SecretKey,
    secrets: Secrets,
) -> anyhow::Result<watch::Receiver<ApiToken>> {
    let (newest, token) = watch::channel(ApiToken::new(&secrets.read(&wanted).await?)?);
    process.spawn_watch("token of the HTTP API".to_owned(), async move {
        loop {
            tokio::time::sleep(LOOK).await;
            match secrets.read(&wanted).await {
                Ok(text) => match ApiToken::new(&text) {
                    Ok(token) => drop(newest.send_replace(token)),
                    Err(error) => tracing::warn!("the former token stays: {error}"),
                },
                Err(error) => tracing::warn!("the former token stays: {}", chain(&error)),
            }
        }
    });
    Ok(token)
}
