//! `git http-backend` behind a small web server, so that hooks run and logins are checked by the real thing.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderName, Response, StatusCode};
use nephoran_gitops::git::RepositoryUrl;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use tokio::process::Command;

struct Served {
    root: PathBuf,
    /// The one `Authorization` header that is let in.
    authorization: String,
}

/// Serves the bare repositories below `root`; returns the address of `remote.git`.
pub async fn serve(root: PathBuf, authorization: &str) -> RepositoryUrl {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let served = Served {
        root,
        authorization: authorization.to_owned(),
    };
    let router = Router::new().fallback(answer).with_state(Arc::new(served));
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}/remote.git").parse().unwrap()
}

async fn answer(State(served): State<Arc<Served>>, request: Request) -> Response<Body> {
    if header(&request, AUTHORIZATION) != served.authorization {
        let denied = Response::builder().status(StatusCode::UNAUTHORIZED);
        return denied
            .header(WWW_AUTHENTICATE, "Basic realm=\"git\"")
            .body(Body::empty())
            .unwrap();
    }
    let mut backend = backend(&served, &request);
    let body = to_bytes(request.into_body(), usize::MAX).await.unwrap();
    let mut child = backend
        .env("CONTENT_LENGTH", body.len().to_string())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // The backend may answer before it has read everything.
    let feed = tokio::spawn(async move { stdin.write_all(&body).await });
    let output = child.wait_with_output().await.unwrap();
    let _ = feed.await;
    response(&output.stdout)
}

fn header(request: &Request, name: HeaderName) -> String {
    let value = request.headers().get(name);
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned()
}

/// The CGI call for `request`.
fn backend(served: &Served, request: &Request) -> Command {
    let mut backend = Command::new("git");
    backend
        .arg("http-backend")
        .env("GIT_PROJECT_ROOT", &served.root)
        .env("GIT_HTTP_EXPORT_ALL", "1")
        .env("REMOTE_USER", "bot")
        .env("REQUEST_METHOD", request.method().as_str())
        .env("PATH_INFO", request.uri().path())
        .env("QUERY_STRING", request.uri().query().unwrap_or_default())
        .env("CONTENT_TYPE", header(request, CONTENT_TYPE))
        .env("HTTP_CONTENT_ENCODING", header(request, CONTENT_ENCODING))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    backend
}

/// Turns CGI output into a response.
fn response(output: &[u8]) -> Response<Body> {
    let end = output
        .windows(4)
        .position(|bytes| bytes == b"\r\n\r\n")
        .unwrap();
    let mut response = Response::builder();
    for line in std::str::from_utf8(&output[..end]).unwrap().lines() {
        let (name, value) = line.split_once(": ").unwrap();
        response = match name {
            "Status" => response.status(value[..3].parse::<u16>().unwrap()),
            _ => response.header(name, value),
        };
    }
    response
        .body(Body::from(output[end + 4..].to_vec()))
        .unwrap()
}
