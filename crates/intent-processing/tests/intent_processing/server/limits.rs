//! What one client may use: size, time and number.

use std::{
    num::NonZeroU16,
    sync::Arc,
    time::{Duration, Instant},
};

use futures::FutureExt;
use nephoran_api::IntentHints;
use nephoran_intent_processing::{
    processor::{ProcessingRequest, Processor},
    server::{ApiOptions, Engine, Limits},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::Semaphore,
    time::timeout,
};

use super::{SENTENCE, client, local, start, start_with};

/// Far longer than any limit of these tests.
const LONG: Duration = Duration::from_secs(20);
const SHORT: Duration = Duration::from_millis(100);

fn with(change: impl FnOnce(&mut Limits)) -> ApiOptions {
    let mut options = local();
    change(&mut options.limits);
    options
}

/// An engine that tells when it has begun, and waits until it is let go.
fn held() -> (Engine, Arc<Semaphore>, Arc<Semaphore>) {
    let (begun, go) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let (tell, wait) = (begun.clone(), go.clone());
    let engine = Engine::new(move |request: ProcessingRequest| {
        let (tell, wait) = (tell.clone(), wait.clone());
        async move {
            tell.add_permits(1);
            wait.acquire().await.unwrap().forget();
            Processor::default().process(&request, &|_| {}).await
        }
        .boxed()
    });
    (engine, begun, go)
}

fn sentence() -> Vec<u8> {
    client::parse_request("Content-Type: text/plain\r\n", SENTENCE)
}

async fn wait_for(semaphore: &Semaphore) {
    timeout(LONG, semaphore.acquire())
        .await
        .unwrap()
        .unwrap()
        .forget();
}

/// Whether the server has closed the connection, once it has.
async fn closed(stream: &mut TcpStream) -> bool {
    let mut rest = Vec::new();
    // A reset closes it as well.
    timeout(LONG, stream.read_to_end(&mut rest)).await.is_ok()
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_before_it_has_arrived() {
    let api = start(local()).await;
    let announced = client::head(
        "POST",
        "/v1/intents/parse",
        "Content-Type: text/plain\r\nContent-Length: 10000000\r\n",
    );
    let mut stream = TcpStream::connect(api.address).await.unwrap();
    stream.write_all(announced.as_bytes()).await.unwrap();
    let response = timeout(LONG, client::receive(&mut stream)).await.unwrap();
    assert_eq!(
        (response.status, response.reason().as_str()),
        (413, "BodyTooLarge")
    );
    assert_eq!(response.headers["connection"], "close");
}

#[tokio::test]
async fn ten_megabytes_are_refused_however_they_come() {
    let api = start(local()).await;
    let response = client::parse(api.address, "text/plain", vec![b'x'; 10_000_000]).await;
    assert_eq!(response.status, 413);
    let headers = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n";
    let mut chunked = client::head("POST", "/v1/intents/parse", headers).into_bytes();
    for _ in 0..2500 {
        chunked.extend_from_slice(b"1000\r\n");
        chunked.extend_from_slice(&[b' '; 0x1000]);
        chunked.extend_from_slice(b"\r\n");
    }
    let response = client::send(api.address, chunked).await;
    assert_eq!(
        (response.status, response.reason().as_str()),
        (413, "BodyTooLarge")
    );
    let at_the_limit = client::parse(api.address, "text/plain", vec![b'x'; 16 << 10]).await;
    assert_eq!(at_the_limit.reason(), "TextLength");
    let above = client::parse(api.address, "text/plain", vec![b'x'; (16 << 10) + 1]).await;
    assert_eq!(above.reason(), "BodyTooLarge");
}

#[tokio::test]
async fn a_client_that_never_ends_its_headers_is_left() {
    let api = start(with(|limits| limits.head = SHORT)).await;
    for begun in [
        "",
        "POST /v1/inten",
        "GET /v1/schema HTTP/1.1\r\nHost: localhost\r\nX: ",
    ] {
        let mut stream = TcpStream::connect(api.address).await.unwrap();
        stream.write_all(begun.as_bytes()).await.unwrap();
        assert!(closed(&mut stream).await, "{begun:?}");
    }
    // A byte now and then does not help: the time counts from the first.
    let mut stream = TcpStream::connect(api.address).await.unwrap();
    let began = Instant::now();
    while stream.write_all(b"A").await.is_ok() {
        assert!(began.elapsed() < LONG, "the server still listens");
        let mut answer = [0; 64];
        if let Ok(Ok(_)) = timeout(SHORT / 10, stream.read(&mut answer)).await {
            break;
        }
    }
}

#[tokio::test]
async fn a_head_without_end_is_refused() {
    let api = start(local()).await;
    let headers = format!("X-Long: {}\r\n", "x".repeat(1 << 20));
    let response = client::send(api.address, client::head("GET", "/v1/schema", &headers)).await;
    assert_eq!(response.status, 431);
}

#[tokio::test]
async fn a_body_that_stops_in_the_middle_is_answered_with_408() {
    let api = start(with(|limits| limits.body = SHORT)).await;
    let mut stream = TcpStream::connect(api.address).await.unwrap();
    let request = sentence();
    stream
        .write_all(&request[..request.len() - 5])
        .await
        .unwrap();
    let response = timeout(LONG, client::receive(&mut stream)).await.unwrap();
    assert_eq!(
        (response.status, response.reason().as_str()),
        (408, "BodyTimeout")
    );
}

#[tokio::test]
async fn an_idle_connection_is_closed_and_so_is_an_old_one() {
    let keep = client::head("GET", "/v1/schema", "");
    let api = start(with(|limits| limits.head = SHORT)).await;
    let mut stream = TcpStream::connect(api.address).await.unwrap();
    stream.write_all(keep.as_bytes()).await.unwrap();
    assert_eq!(
        timeout(LONG, client::receive(&mut stream))
            .await
            .unwrap()
            .status,
        200
    );

    let api = start(with(|limits| limits.connection = SHORT)).await;
    let mut stream = TcpStream::connect(api.address).await.unwrap();
    let began = Instant::now();
    let mut answer = vec![0; 1 << 16];
    while stream.write_all(keep.as_bytes()).await.is_ok()
        && matches!(stream.read(&mut answer).await, Ok(1..))
    {
        assert!(began.elapsed() < LONG, "the connection is still open");
    }
}

#[tokio::test]
async fn more_connections_than_the_limit_wait_for_a_place() {
    let api = start(with(|limits| {
        limits.connections = NonZeroU16::MIN;
        limits.head = Duration::from_millis(500);
    }))
    .await;
    let mut first = TcpStream::connect(api.address).await.unwrap();
    first.write_all(b"GET /").await.unwrap();
    let response = client::parse(api.address, "text/plain", SENTENCE).await;
    assert_eq!(response.status, 200);
    // The place was the first one's, which had to be closed before.
    assert!(timeout(SHORT, closed(&mut first)).await.is_ok());
}

#[tokio::test]
async fn more_texts_than_the_limit_are_refused_with_503_and_when_to_come_back() {
    let (engine, begun, go) = held();
    let options = with(|limits| limits.requests = NonZeroU16::MIN);
    let api = start_with(options, engine).await;
    let first = tokio::spawn(client::send(api.address, sentence()));
    wait_for(&begun).await;
    let second = client::send(api.address, sentence()).await;
    assert_eq!((second.status, second.reason().as_str()), (503, "Busy"));
    assert_eq!(second.headers["retry-after"], "1");
    go.add_permits(1);
    assert_eq!(first.await.unwrap().status, 200);
    go.add_permits(1);
    assert_eq!(client::send(api.address, sentence()).await.status, 200);
}

#[tokio::test]
async fn a_slow_client_takes_no_place_from_others() {
    let api = start(with(|limits| limits.requests = NonZeroU16::MIN)).await;
    let mut slow = TcpStream::connect(api.address).await.unwrap();
    let request = sentence();
    slow.write_all(&request[..request.len() - 5]).await.unwrap();
    assert_eq!(client::send(api.address, sentence()).await.status, 200);
    slow.write_all(&request[request.len() - 5..]).await.unwrap();
    assert_eq!(client::receive(&mut slow).await.status, 200);
}

#[tokio::test]
async fn a_text_that_takes_too_long_is_answered_with_504() {
    let (engine, _begun, _go) = held();
    let api = start_with(with(|limits| limits.processing = SHORT), engine).await;
    let response = client::send(api.address, sentence()).await;
    assert_eq!(
        (response.status, response.reason().as_str()),
        (504, "ProcessingTimeout")
    );
}

#[tokio::test]
async fn the_engine_gets_the_text_the_hints_and_the_namespace() {
    let engine = Engine::new(|request: ProcessingRequest| {
        assert_eq!(request.text, SENTENCE);
        assert_eq!(request.hints, IntentHints::default());
        assert_eq!(request.namespace, "default");
        async move { Processor::default().process(&request, &|_| {}).await }.boxed()
    });
    let api = start_with(local(), engine).await;
    assert_eq!(client::send(api.address, sentence()).await.status, 200);
}

#[tokio::test]
async fn shutdown_finishes_what_is_under_way_and_takes_nothing_new() {
    let (engine, begun, go) = held();
    let api = start_with(local(), engine).await;
    let under_way = tokio::spawn(client::send(api.address, sentence()));
    let mut idle = TcpStream::connect(api.address).await.unwrap();
    wait_for(&begun).await;
    api.stop.cancel();
    assert!(closed(&mut idle).await);
    assert!(!api.task.is_finished());
    go.add_permits(1);
    assert_eq!(under_way.await.unwrap().status, 200);
    timeout(LONG, api.task).await.unwrap().unwrap();
    assert!(TcpStream::connect(api.address).await.is_err());
}
