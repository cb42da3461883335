//! The HTTP API for people and scripts: understands a text as the controller would, and creates nothing in a cluster.
//!
//! It is off unless an address is configured, and asks for a token unless that address is of this machine. What comes in
//! is bounded in size, time and number before it is looked at; what goes wrong is told as a problem document (RFC 9457).

mod access;
mod answer;
mod connection;
mod error;
mod measure;
mod openapi;
mod problem;
mod reading;
mod routes;

use std::{
    fmt::{self, Debug, Formatter},
    net::SocketAddr,
    num::NonZeroU16,
    sync::Arc,
    time::Duration,
};

use futures::future::BoxFuture;
use nephoran_runtime::metrics::Metrics;
use tokio::{
    net::TcpListener,
    sync::{Semaphore, watch},
};
use tokio_util::sync::CancellationToken;

use crate::processor::{Processed, ProcessingError, ProcessingRequest, Processor};

pub use access::{ApiToken, InvalidToken};
pub use answer::{ParseAnswer, ParseStatus};
pub use error::ApiError;
pub use problem::Problem;
pub use reading::ParseRequest;

/// Where the API listens, and who may ask.
#[derive(Clone, Debug, Default)]
pub struct ApiOptions {
    /// Address to listen on; none means that there is no API.
    pub address: Option<SocketAddr>,
    /// The token that every request must carry, as it stands now; needed for any address but loopback.
    pub token: Option<watch::Receiver<ApiToken>>,
    /// What one client may use.
    pub limits: Limits,
}

/// Bounds on what a client may use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of a body.
    pub body_bytes: usize,
    /// How long the head of a request may take, and how long a connection may idle.
    pub head: Duration,
    /// How long the body of a request may take.
    pub body: Duration,
    /// How long understanding a text may take.
    pub processing: Duration,
    /// How long a connection serves requests before it is closed.
    pub connection: Duration,
    /// Texts being understood at once.
    pub requests: NonZeroU16,
    /// Connections open at once; more wait to be accepted.
    pub connections: NonZeroU16,
}

impl Default for Limits {
    /// 2,000 characters of four bytes and the hints fit in 16 KiB. The times and numbers are estimates: a person's or a
    /// script's request is one packet, and a language model may take a minute.
    fn default() -> Self {
        Self {
            body_bytes: 16 << 10,
            head: Duration::from_secs(5),
            body: Duration::from_secs(10),
            processing: Duration::from_mins(2),
            connection: Duration::from_mins(5),
            requests: NonZeroU16::MIN.saturating_add(31),
            connections: NonZeroU16::MIN.saturating_add(255),
        }
    }
}

type Answer = BoxFuture<'static, Result<Processed, ProcessingError>>;

/// What understands the texts.
#[derive(Clone)]
pub struct Engine(Arc<dyn Fn(ProcessingRequest) -> Answer + Send + Sync>);

impl Engine {
    /// An engine that is a function.
    pub fn new(process: impl Fn(ProcessingRequest) -> Answer + Send + Sync + 'static) -> Self {
        Self(Arc::new(process))
    }
}

impl From<Processor> for Engine {
    fn from(processor: Processor) -> Self {
        Self::new(move |request| {
            let processor = processor.clone();
            Box::pin(async move { processor.process(&request, &|_| {}).await })
        })
    }
}

impl Debug for Engine {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("Engine")
    }
}

/// What the handlers share.
struct Shared {
    engine: Engine,
    token: Option<watch::Receiver<ApiToken>>,
    limits: Limits,
    slots: Semaphore,
    reader: reading::Reader,
    documents: openapi::Documents,
    measures: measure::Measures,
}

/// An API that has its port and serves once it is told to.
#[derive(Debug)]
pub struct Api {
    listener: TcpListener,
    address: SocketAddr,
    router: axum::Router,
    limits: Limits,
}

/// Prepares the API; `None` when it is off.
///
/// # Errors
/// When the address needs a token and there is none, or cannot be listened on.
pub async fn bind(
    options: ApiOptions,
    engine: impl Into<Engine>,
    metrics: &Metrics,
) -> Result<Option<Api>, ApiError> {
    let Some(wanted) = options.address else {
        return Ok(None);
    };
    if options.token.is_none() && !wanted.ip().is_loopback() {
        return Err(ApiError::TokenMissing { address: wanted });
    }
    let shared = Shared {
        engine: engine.into(),
        token: options.token,
        slots: Semaphore::new(options.limits.requests.get().into()),
        reader: reading::Reader::new()?,
        documents: openapi::Documents::new(),
        measures: measure::Measures::register(metrics)?,
        limits: options.limits.clone(),
    };
    let failed = |source| ApiError::Listen {
        address: wanted,
        source,
    };
    let listener = TcpListener::bind(wanted).await.map_err(failed)?;
    Ok(Some(Api {
        address: listener.local_addr().map_err(failed)?,
        listener,
        router: routes::router(Arc::new(shared)),
        limits: options.limits,
    }))
}

impl Api {
    /// The address it listens on.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop`, then finishes the requests under way.
    pub async fn serve(self, stop: CancellationToken) {
        tracing::info!(address = %self.address, "HTTP API listens");
        connection::serve(self.listener, self.router, self.limits, stop).await;
    }
}
