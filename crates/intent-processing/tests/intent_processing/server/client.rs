//! A client that sends exactly the bytes it is given.

use std::{collections::BTreeMap, net::SocketAddr};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

impl Response {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The reason of a problem document, which must be one.
    pub fn reason(&self) -> String {
        let problem = self.json();
        assert_eq!(self.headers["content-type"], "application/problem+json");
        assert_eq!(problem["status"], self.status, "{problem}");
        assert_eq!(problem["type"], "about:blank");
        assert!(problem["detail"].as_str().unwrap().len() > 10, "{problem}");
        problem["reason"].as_str().unwrap().to_owned()
    }
}

pub fn head(method: &str, path: &str, headers: &str) -> String {
    format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n")
}

pub async fn get(address: SocketAddr, path: &str) -> Response {
    send(address, head("GET", path, "Connection: close\r\n")).await
}

/// Posts a body of a media type to the parser.
pub async fn parse(address: SocketAddr, media: &str, body: impl AsRef<[u8]>) -> Response {
    parse_with(address, &format!("Content-Type: {media}\r\n"), body).await
}

pub async fn parse_with(address: SocketAddr, headers: &str, body: impl AsRef<[u8]>) -> Response {
    send(address, parse_request(headers, body)).await
}

/// A whole request to the parser, after which the connection is closed.
pub fn parse_request(headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let length = body.as_ref().len();
    let headers = format!("Connection: close\r\nContent-Length: {length}\r\n{headers}");
    let mut request = head("POST", "/v1/intents/parse", &headers).into_bytes();
    request.extend_from_slice(body.as_ref());
    request
}

pub async fn send(address: SocketAddr, request: impl AsRef<[u8]>) -> Response {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // A server that refuses early need not read everything.
    let _ = stream.write_all(request.as_ref()).await;
    receive(&mut stream).await
}

/// The response, once the server has closed the connection.
pub async fn receive(stream: &mut TcpStream) -> Response {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    while let Ok(read @ 1..) = stream.read(&mut piece).await {
        bytes.extend_from_slice(&piece[..read]);
    }
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text
        .split_once("\r\n\r\n")
        .unwrap_or_else(|| panic!("no response: {text:?}"));
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap();
    Response {
        status: status.parse().unwrap(),
        headers: lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect(),
        body: body.to_owned(),
    }
}
