//! Clients of the API server: timeouts, and a metric for every request.

use std::{
    task::{Context, Poll},
    time::{Duration, Instant},
};

use axum::http::{Method, Request, Response};
use futures::future::BoxFuture;
use kube::{Client, Config, client::ClientBuilder};
use tower::{Layer, Service};

use crate::metrics::Metrics;

/// Connecting takes no longer.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// A request body is sent within this time.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// The configuration from the cluster or the user's kubeconfig, with timeouts.
///
/// # Errors
/// When neither can be read.
pub async fn configuration() -> anyhow::Result<Config> {
    let mut config = Config::infer().await.map_err(|error| {
        anyhow::anyhow!("found no way to reach a Kubernetes API server: {error}; set KUBECONFIG or run in a cluster with a ServiceAccount")
    })?;
    config.connect_timeout = Some(CONNECT_TIMEOUT);
    config.write_timeout = Some(WRITE_TIMEOUT);
    Ok(config)
}

/// A client that counts and times its requests.
///
/// # Errors
/// When the configuration cannot be used.
pub fn measured(config: Config, metrics: &Metrics) -> anyhow::Result<Client> {
    Ok(ClientBuilder::try_from(config)?
        .with_layer(&Measured(metrics.clone()))
        .build())
}

/// A client for Leases: no retries, because a late renewal is worse than a failed one.
///
/// # Errors
/// When the configuration cannot be used.
pub fn impatient(mut config: Config) -> anyhow::Result<Client> {
    config.default_retry = false;
    Ok(Client::try_from(config)?)
}

#[derive(Clone)]
struct Measured(Metrics);

impl<S> Layer<S> for Measured {
    type Service = MeasuredService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        MeasuredService {
            inner,
            metrics: self.0.clone(),
        }
    }
}

#[derive(Clone)]
struct MeasuredService<S> {
    inner: S,
    metrics: Metrics,
}

impl<S, I, O> Service<Request<I>> for MeasuredService<S>
where
    S: Service<Request<I>, Response = Response<O>>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<S::Response, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<I>) -> Self::Future {
        let operation = operation(request.method(), request.uri().query());
        let resource = resource(request.uri().path());
        let metrics = self.metrics.clone();
        let started = Instant::now();
        let response = self.inner.call(request);
        Box::pin(async move {
            let response = response.await;
            let result = response.as_ref().map_or("unreachable", |response| {
                status_class(response.status().as_u16())
            });
            metrics
                .api_call_total
                .with_label_values(&[operation, &resource, result])
                .inc();
            metrics
                .api_call_duration_seconds
                .with_label_values(&[operation, &resource])
                .observe(started.elapsed().as_secs_f64());
            response
        })
    }
}

fn operation(method: &Method, query: Option<&str>) -> &'static str {
    match method.as_str() {
        "GET" if query.is_some_and(|query| query.contains("watch=true")) => "watch",
        "GET" => "get",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => "delete",
        _ => "other",
    }
}

const fn status_class(status: u16) -> &'static str {
    match status {
        200..=299 => "success",
        409 => "conflict",
        429 => "throttled",
        400..=499 => "refused",
        _ => "error",
    }
}

/// The resource of an API path, with its subresource: `networkintents/status`. Names are left out.
fn resource(path: &str) -> String {
    let mut parts = path.trim_matches('/').split('/');
    let group_parts = if parts.next() == Some("api") { 1 } else { 2 };
    let rest: Vec<&str> = parts.skip(group_parts).collect();
    let rest = match rest.as_slice() {
        ["namespaces", _, rest @ ..] if !matches!(rest, [] | ["status" | "finalize"]) => rest,
        rest => rest,
    };
    match rest {
        [resource, _, subresource, ..] => format!("{resource}/{subresource}"),
        [resource, ..] => (*resource).to_owned(),
        [] => "none".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn api_paths_become_resources_without_names() {
        for (path, expected) in [
            (
                "/apis/nephoran.com/v1/namespaces/a/networkintents/b/status",
                "networkintents/status",
            ),
            ("/apis/nephoran.com/v1/networkintents", "networkintents"),
            ("/api/v1/namespaces/a/configmaps/x", "configmaps"),
            ("/api/v1/namespaces/a", "namespaces"),
            ("/version", "none"),
        ] {
            assert_eq!(resource(path), expected, "{path}");
        }
    }
}
