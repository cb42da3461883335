//! Connections, bounded in number, idle time and age, so that no client can hold the port by being slow.
//!
//! `axum::serve` sets no limit on how long the head of a request may take; hyper's own server does, with a timer.

use std::{pin::pin, sync::Arc, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::Limits;

/// Most bytes of a request's head; hyper's least buffer.
const HEAD_BYTES: usize = 8 << 10;
/// Pause after an error of the listener, e.g. when no file descriptor is left (as in `axum::serve`).
const PAUSE: Duration = Duration::from_secs(1);

/// Accepts until `stop`, then waits for the requests under way, each at most as long as its limits allow.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    stop: CancellationToken,
) {
    let free = Arc::new(Semaphore::new(limits.connections.get().into()));
    let open = TaskTracker::new();
    let accept = async {
        loop {
            // The semaphore is never closed.
            let Ok(place) = free.clone().acquire_owned().await else {
                return;
            };
            let stream = accepted(&listener).await;
            let connection = converse(stream, router.clone(), limits.clone(), stop.clone());
            open.spawn(async move {
                connection.await;
                drop(place);
            });
        }
    };
    // `None` means that the process stops.
    let _ = stop.run_until_cancelled(accept).await;
    drop(listener);
    open.close();
    open.wait().await;
}

async fn accepted(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) => {
                tracing::warn!(%error, "HTTP API failed to accept a connection");
                sleep(PAUSE).await;
            }
        }
    }
}

/// Answers the requests of one connection until it is idle, old, or the process stops.
async fn converse(stream: TcpStream, router: Router, limits: Limits, stop: CancellationToken) {
    // Answers are short; without this they may wait for an acknowledgement. A failure only costs that time.
    let _ = stream.set_nodelay(true);
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(HEAD_BYTES);
    let service = TowerToHyperService::new(router);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    let enough = async {
        tokio::select! {
            () = stop.cancelled() => {}
            () = sleep(limits.connection) => {}
        }
    };
    // Errors are the client's: it went away, or wrote no HTTP. It has been told what can be told.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = enough => connection.as_mut().graceful_shutdown(),
    }
    // A client that does not read its answer is left.
    let _ = timeout(limits.body + limits.processing, connection).await;
}
