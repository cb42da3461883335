//! The HTTP API, over real connections on loopback.

mod access;
mod client;
mod limits;
mod openapi;
mod parse;
mod problems;
mod text;

use std::net::{Ipv4Addr, SocketAddr};

use nephoran_intent_processing::{
    processor::Processor,
    server::{self, ApiOptions, Engine},
};
use nephoran_runtime::metrics::Metrics;
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

const SENTENCE: &str = "Deploy a URLLC slice for factory robots in eu-west with 3 AMF replicas";
const ANY_PORT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// A running API; it stops when dropped.
struct Running {
    address: SocketAddr,
    metrics: Metrics,
    stop: CancellationToken,
    task: JoinHandle<()>,
    _stops: DropGuard,
}

fn local() -> ApiOptions {
    ApiOptions {
        address: Some(ANY_PORT),
        ..ApiOptions::default()
    }
}

async fn start(options: ApiOptions) -> Running {
    start_with(options, Processor::default()).await
}

async fn start_with(options: ApiOptions, engine: impl Into<Engine>) -> Running {
    let metrics = Metrics::new().unwrap();
    let api = server::bind(options, engine, &metrics)
        .await
        .unwrap()
        .unwrap();
    let stop = CancellationToken::new();
    Running {
        address: api.address(),
        metrics,
        task: tokio::spawn(api.serve(stop.clone())),
        _stops: stop.clone().drop_guard(),
        stop,
    }
}
