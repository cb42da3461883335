//! Who may ask.

use std::net::SocketAddr;

use nephoran_intent_processing::{
    processor::Processor,
    server::{self, ApiOptions, ApiToken},
};
use nephoran_runtime::metrics::Metrics;
use tokio::{net::TcpListener, sync::watch};

use super::{ANY_PORT, SENTENCE, client, local, start};

const TOKEN: &str = "correct-horse-battery-staple";

async fn bind_error(options: ApiOptions) -> String {
    let metrics = Metrics::new().unwrap();
    let error = server::bind(options, Processor::default(), &metrics).await;
    error.unwrap_err().to_string()
}

#[tokio::test]
async fn without_an_address_there_is_no_api() {
    let metrics = Metrics::new().unwrap();
    let api = server::bind(ApiOptions::default(), Processor::default(), &metrics).await;
    assert!(api.unwrap().is_none());
}

#[tokio::test]
async fn an_address_that_other_machines_reach_needs_a_token() {
    for address in [
        "0.0.0.0:0",
        "[::]:0",
        "192.0.2.1:8081",
        "[::ffff:127.0.0.1]:0",
    ] {
        let address: SocketAddr = address.parse().unwrap();
        let options = ApiOptions {
            address: Some(address),
            ..ApiOptions::default()
        };
        let said = bind_error(options).await;
        assert!(
            said.contains("name a Secret with a token, or listen on 127.0.0.1"),
            "{said}"
        );
    }
    let token = watch::channel(ApiToken::new(TOKEN).unwrap()).1;
    let everywhere = ApiOptions {
        address: Some("0.0.0.0:0".parse().unwrap()),
        token: Some(token),
        ..ApiOptions::default()
    };
    let api = start(everywhere).await;
    let here = SocketAddr::new(ANY_PORT.ip(), api.address.port());
    assert_eq!(client::get(here, "/v1/schema").await.status, 401);
}

#[tokio::test]
async fn a_port_that_is_taken_is_an_error_that_says_so() {
    let taken = TcpListener::bind(ANY_PORT).await.unwrap();
    let address = Some(taken.local_addr().unwrap());
    let said = bind_error(ApiOptions {
        address,
        ..ApiOptions::default()
    })
    .await;
    assert!(said.contains("choose a free port"), "{said}");
}

#[tokio::test]
async fn with_a_token_every_route_asks_for_it() {
    let (_current, token) = watch::channel(ApiToken::new(TOKEN).unwrap());
    let api = start(ApiOptions {
        token: Some(token),
        ..local()
    })
    .await;
    let bearer = format!("Content-Type: text/plain\r\nAuthorization: bearer {TOKEN}\r\n");
    let response = client::parse_with(api.address, &bearer, SENTENCE).await;
    assert_eq!(response.status, 200, "{response:?}");
    for wrong in [
        String::new(),
        "Authorization: Bearer\r\n".to_owned(),
        "Authorization: Bearer \r\n".to_owned(),
        format!("Authorization: Basic {TOKEN}\r\n"),
        format!("Authorization: Bearer {TOKEN}x\r\n"),
        format!("Authorization: Bearer {}\r\n", &TOKEN[1..]),
        format!("Authorization: {TOKEN}\r\n"),
        format!("X-Token: {TOKEN}\r\n"),
    ] {
        for path in [
            "/v1/intents/parse",
            "/v1/schema",
            "/v1/openapi.json",
            "/unknown",
        ] {
            let request = client::head("GET", path, &format!("Connection: close\r\n{wrong}"));
            let response = client::send(api.address, request).await;
            assert_eq!(response.status, 401, "{wrong} {path}");
            assert_eq!(response.reason(), "Unauthorized");
            assert_eq!(
                response.headers["www-authenticate"],
                "Bearer realm=\"nephoran\""
            );
        }
    }
}

#[tokio::test]
async fn a_token_that_rotates_counts_at_once() {
    const NEXT: &str = "incorrect-horse-battery-staple";
    let (current, token) = watch::channel(ApiToken::new(TOKEN).unwrap());
    let api = start(ApiOptions {
        token: Some(token),
        ..local()
    })
    .await;
    let ask = async |token: &str| {
        let headers = format!("Connection: close\r\nAuthorization: Bearer {token}\r\n");
        let request = client::head("GET", "/v1/schema", &headers);
        client::send(api.address, request).await.status
    };
    assert_eq!((ask(TOKEN).await, ask(NEXT).await), (200, 401));
    current.send_replace(ApiToken::new(&format!("{NEXT}\n")).unwrap());
    assert_eq!((ask(TOKEN).await, ask(NEXT).await), (401, 200));
}

#[test]
fn a_token_is_never_shown_and_a_weak_one_never_taken() {
    let shown = format!("{:?}", ApiToken::new(TOKEN).unwrap());
    assert_eq!(shown, "ApiToken(redacted)");
    for weak in [
        "",
        "   ",
        "short",
        "with spaces in the middle of it",
        "ümlauts-are-not-for-headers",
    ] {
        let said = ApiToken::new(weak).unwrap_err().to_string();
        assert!(said.contains("openssl rand"), "{said}");
    }
}

#[tokio::test]
async fn a_web_page_is_refused() {
    let api = start(local()).await;
    let headers = "Content-Type: text/plain\r\nOrigin: https://evil.example\r\n";
    let response = client::parse_with(api.address, headers, SENTENCE).await;
    assert_eq!(
        (response.status, response.reason().as_str()),
        (403, "WebPage")
    );
}
