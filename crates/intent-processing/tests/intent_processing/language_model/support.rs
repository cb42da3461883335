//! Endpoints on loopback, and models that answer when the test says so.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use futures::future::BoxFuture;
use nephoran_api::Priority;
use nephoran_intent_processing::language_model::{
    ApiKey, EndpointOptions, KeySource, LanguageModel, ModelError, ModelMetrics, ModelReply,
    ModelRequest, OnProgress, Role, Turn, Usage, connect,
};
use nephoran_runtime::metrics::Metrics;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{mpsc, oneshot},
};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::method};

pub const KEY: &str = "sk-test-0123456789abcdef";

pub const OPENAI: &str = "openAi";
pub const ANTHROPIC: &str = "anthropic";

/// The options of an endpoint, as a configuration file has them, with these fields on top.
pub fn options(dialect: &str, url: &str, more: Value) -> EndpointOptions {
    let mut options = json!({
        "name": "lab", "dialect": dialect, "url": url, "model": "small", "timeoutSeconds": 20,
    });
    let more: HashMap<String, Value> = serde_json::from_value(more).unwrap();
    options.as_object_mut().unwrap().extend(more);
    serde_json::from_value(options).unwrap()
}

pub fn model_with(options: &EndpointOptions) -> Arc<dyn LanguageModel> {
    let metrics = ModelMetrics::register(&Metrics::new().unwrap()).unwrap();
    connect(options, KeySource::fixed(ApiKey::new(KEY)), &metrics).unwrap()
}

pub fn model(dialect: &str, url: &str) -> Arc<dyn LanguageModel> {
    model_with(&options(dialect, url, json!({})))
}

pub fn request() -> ModelRequest {
    ModelRequest {
        model: "small".to_owned(),
        system: "Read the intent.".to_owned(),
        turns: vec![Turn {
            role: Role::User,
            text: "Deploy AMF".to_owned(),
        }],
        schema: Arc::new(json!({
            "type": "object",
            "additionalProperties": false,
            "required": ["action"],
            "properties": {
                "action": { "type": "string" },
                "replicas": { "type": "integer", "format": "uint32", "minimum": 0 },
            },
        })),
        temperature: 0.1,
        max_tokens: 500,
        streaming: false,
        priority: Priority::Medium,
    }
}

pub fn streaming() -> ModelRequest {
    ModelRequest {
        streaming: true,
        ..request()
    }
}

pub async fn ask(
    model: &dyn LanguageModel,
    request: &ModelRequest,
) -> Result<ModelReply, ModelError> {
    model.complete(request, &|_| {}).await
}

/// A server that answers every POST with this.
pub async fn server(response: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(response)
        .mount(&server)
        .await;
    server
}

pub fn json_response(status: u16, body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(body)
}

pub fn event_stream(body: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(body.as_bytes(), "text/event-stream")
}

/// What OpenAI's API answers with this text.
pub fn completion(text: &str) -> Value {
    json!({
        "choices": [{ "message": { "content": text }, "finish_reason": "stop" }],
        "usage": { "prompt_tokens": 12, "completion_tokens": 3 },
    })
}

/// The only request that the server got, as JSON.
pub async fn received(server: &MockServer) -> Value {
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 1);
    serde_json::from_slice(&requests[0].body).unwrap()
}

/// A server below HTTP: reads a request, writes `head` and then `piece` until the client has enough of it (`times`
/// pieces at most), and keeps the connection open when `hold`.
pub async fn raw_server(head: String, piece: Vec<u8>, times: usize, hold: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (head, piece) = (head.clone(), piece.clone());
            tokio::spawn(async move {
                read_request(&mut stream).await;
                let mut written = stream.write_all(head.as_bytes()).await;
                for _ in 0..times {
                    if written.is_err() {
                        return;
                    }
                    written = stream.write_all(&piece).await;
                }
                if hold {
                    // Until the client hangs up.
                    let _ = stream.read(&mut [0; 16]).await;
                }
            });
        }
    });
    format!("http://{address}/v1")
}

async fn read_request(stream: &mut TcpStream) {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).await.unwrap_or(0);
        bytes.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            assert_ne!(read, 0, "the request ended early");
            continue;
        };
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .map_or(0, |length| length.parse().unwrap());
        if body.len() >= length {
            return;
        }
    }
}

pub fn reply() -> ModelReply {
    ModelReply {
        text: "{}".to_owned(),
        usage: Usage::default(),
    }
}

pub type Answer = Result<ModelReply, ModelError>;

/// A request that has reached a [`Scripted`] model and waits for its answer.
#[derive(Debug)]
pub struct Arrival {
    pub request: ModelRequest,
    pub answer: oneshot::Sender<Answer>,
}

/// A model that hands every request to the test.
#[derive(Debug)]
pub struct Scripted {
    arrivals: mpsc::UnboundedSender<Arrival>,
}

impl Scripted {
    pub fn new() -> (Arc<Self>, mpsc::UnboundedReceiver<Arrival>) {
        let (arrivals, receiver) = mpsc::unbounded_channel();
        (Arc::new(Self { arrivals }), receiver)
    }
}

impl LanguageModel for Scripted {
    fn complete<'a>(
        &'a self,
        request: &'a ModelRequest,
        _: OnProgress<'a>,
    ) -> BoxFuture<'a, Answer> {
        Box::pin(async move {
            let (answer, receiver) = oneshot::channel();
            let request = request.clone();
            self.arrivals.send(Arrival { request, answer }).unwrap();
            receiver.await.unwrap()
        })
    }
}

/// A model that answers from a list.
#[derive(Debug)]
pub struct Listed(pub Mutex<Vec<Answer>>);

impl LanguageModel for Listed {
    fn complete<'a>(&'a self, _: &'a ModelRequest, _: OnProgress<'a>) -> BoxFuture<'a, Answer> {
        let next = self.0.lock().unwrap().pop();
        Box::pin(async move { next.unwrap_or_else(|| Ok(reply())) })
    }
}

pub fn unreachable() -> ModelError {
    ModelError::Unreachable {
        endpoint: "lab".to_owned(),
        detail: "connection refused".to_owned(),
    }
}

pub fn gauge() -> prometheus::IntGauge {
    prometheus::IntGauge::new("test", "Of a test.").unwrap()
}
