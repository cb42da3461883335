//! The cache in a Redis that speaks TLS, with a certificate that the system trusts or does not trust.

use std::{fs, process::Command};

use nephoran_intent_processing::cache::Outcome;
use serde_json::json;

use crate::{
    cache_stack::{Stack, key},
    cache_support::{RedisServer, free_port},
};

/// Where the test that runs in a process of its own finds Redis.
const URL: &str = "NEPHORAN_TEST_REDIS_URL";
const THIS_TEST: &str =
    "cache_redis_tls::tls_is_spoken_with_the_certificates_that_the_system_trusts";

#[tokio::test]
async fn tls_is_spoken_with_the_certificates_that_the_system_trusts() {
    // What the system trusts comes from the environment, which a process cannot safely change for itself.
    if let Ok(url) = std::env::var(URL) {
        let stack = asked(&url).await;
        assert_eq!(stack.wrote("redis", "written"), 1);
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let [certificate, secret] = ["tls.crt", "tls.key"].map(|name| directory.path().join(name));
    let signed = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    fs::write(&certificate, signed.cert.pem()).unwrap();
    fs::write(&secret, signed.signing_key.serialize_pem()).unwrap();
    let port = free_port();
    let number = port.to_string();
    let tls = [
        ["--tls-port", &number],
        ["--tls-cert-file", certificate.to_str().unwrap()],
        ["--tls-key-file", secret.to_str().unwrap()],
        ["--tls-auth-clients", "no"],
    ];
    let _server = RedisServer::start_on(free_port(), tls.as_flattened());
    let url = format!("rediss://127.0.0.1:{port}");

    let output = Command::new(std::env::current_exe().unwrap())
        .args([THIS_TEST, "--exact", "--nocapture"])
        .env(URL, &url)
        .env("SSL_CERT_FILE", &certificate)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && told.contains("1 passed"),
        "{told}"
    );

    let stack = asked(&url).await;
    assert_eq!(stack.asked("redis", "error"), 1);
    assert_eq!(stack.wrote("redis", "written"), 0);
}

async fn asked(url: &str) -> Stack {
    let stack = Stack::new(json!({"redis": {"url": url, "connectionTimeoutMs": 10_000}}));
    assert_eq!(
        stack.ask_and_settle(&key("secret"), "good").await.1,
        Outcome::Miss
    );
    stack
}
