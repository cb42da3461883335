//! What both knowledge bases promise, asked of the one in memory and of a real Weaviate server.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use nephoran_intent_processing::knowledge::{
    KnowledgeBase,
    article::Article,
    library::Library,
    shipped,
    user_documents::UserDocuments,
    weaviate::{CollectionName, Weaviate, WeaviateSettings},
};
use tempfile::TempDir;

use super::knowledge_queries::{ON_TOPIC, UNRELATED, best, false_finds, share_found};

/// How long a server may take to start on a busy machine.
const START: Duration = Duration::from_mins(2);

/// A server of this test alone; ends with it.
struct Server {
    process: Child,
    endpoint: String,
    _data: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The built program, or nothing with one line that says how to get it.
fn program() -> Option<PathBuf> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tools/build-weaviate.sh");
    let output = Command::new(script).arg("--cached").output().unwrap();
    if output.status.success() {
        return Some(String::from_utf8(output.stdout).unwrap().trim_end().into());
    }
    eprintln!(
        "SKIPPED, Weaviate is not tested: run tools/build-weaviate.sh once (needs Go, about 3 minutes)"
    );
    None
}

fn free_ports<const N: usize>() -> [u16; N] {
    // All are held until all are chosen, so that none is chosen twice.
    let listeners = [(); N].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    listeners.map(|listener| listener.local_addr().unwrap().port())
}

impl Server {
    async fn start(program: &Path) -> Self {
        let data = tempfile::tempdir().unwrap();
        let [port, grpc, gossip, cluster, raft, raft_rpc, profiling] = free_ports();
        let process = Command::new(program)
            .args([
                "--host",
                "127.0.0.1",
                "--scheme",
                "http",
                "--port",
                &port.to_string(),
            ])
            .env_clear()
            .env("PERSISTENCE_DATA_PATH", data.path())
            .env("AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED", "true")
            .env("DEFAULT_VECTORIZER_MODULE", "none")
            .env("CLUSTER_HOSTNAME", "node1")
            .env("CLUSTER_ADVERTISE_ADDR", "127.0.0.1")
            .env("CLUSTER_GOSSIP_BIND_PORT", gossip.to_string())
            .env("CLUSTER_DATA_BIND_PORT", cluster.to_string())
            .env("RAFT_PORT", raft.to_string())
            .env("RAFT_INTERNAL_RPC_PORT", raft_rpc.to_string())
            .env("RAFT_BOOTSTRAP_EXPECT", "1")
            .env("GRPC_PORT", grpc.to_string())
            .env("GO_PROFILING_PORT", profiling.to_string())
            .env("DISABLE_TELEMETRY", "true")
            .env("LOG_LEVEL", "error")
            .current_dir(data.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut server = Self {
            process,
            endpoint: format!("http://127.0.0.1:{port}"),
            _data: data,
        };
        server.wait_until_ready().await;
        server
    }

    async fn wait_until_ready(&mut self) {
        let ready = format!("{}/v1/.well-known/ready", self.endpoint);
        let began = Instant::now();
        let mut again = tokio::time::interval(Duration::from_millis(50));
        loop {
            again.tick().await;
            let answer = reqwest::get(&ready).await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            let ended = self.process.try_wait().unwrap();
            assert!(ended.is_none(), "Weaviate ended with {ended:?}");
            assert!(
                began.elapsed() < START,
                "Weaviate is not ready after {START:?}"
            );
        }
    }

    async fn collection(&self, name: &str) -> Weaviate {
        let collection = CollectionName::new(name).unwrap();
        let settings = WeaviateSettings::new(&self.endpoint, collection, Duration::from_secs(30));
        let weaviate = Weaviate::new(settings.unwrap()).unwrap();
        weaviate.ensure_schema().await.unwrap();
        weaviate
    }
}

/// What a knowledge base with the shipped documents promises. Weaviate finds fewer, because it has no English stems.
async fn keeps_the_contract(base: &dyn KnowledgeBase, in_three: f64, in_five: f64) {
    let (share, missed) = share_found(base, ON_TOPIC, 3, 0.7).await;
    assert!(share >= in_three, "{share} in three: {missed:#?}");
    let (share, missed) = share_found(base, ON_TOPIC, 5, 0.7).await;
    assert!(share >= in_five, "{share} in five: {missed:#?}");
    assert_eq!(false_finds(base, 0.7).await, [""; 0]);
    let page: String = UNRELATED.join(" ").chars().take(2_000).collect();
    assert_eq!(best(base, &page, 5, 0.7).await, []);
    for text in [
        "\"}) { evil } #",
        "{ Get { Knowledge { text } } }",
        "\\\" \\u0022 \n\t\u{0}",
        "🚀 ä \u{202e}",
    ] {
        best(base, text, 5, 0.0).await;
    }
    let found = best(base, "AMF \"}) {🚀", 3, 0.7).await;
    assert_eq!(found[0].id, "amf");
    assert!(
        found[0].text.contains("entry point of the 5G core"),
        "{found:?}"
    );
    assert_eq!(base.digest(), base.digest());
}

fn user(name: &str, text: &str) -> Article {
    Article::user(name, text).unwrap()
}

#[tokio::test]
async fn the_index_in_memory_keeps_the_contract() {
    let library = Library::open(&UserDocuments::default()).await.unwrap();

    keeps_the_contract(&library, 0.95, 0.98).await;
}

#[tokio::test]
async fn weaviate_keeps_the_contract() {
    let Some(program) = program() else { return };
    let server = Server::start(&program).await;
    let weaviate = server.collection("Shipped").await;
    let articles = shipped::articles().unwrap();

    assert_eq!(
        weaviate.put_documents(&articles).await.unwrap(),
        articles.len()
    );
    keeps_the_contract(&weaviate, 0.85, 0.9).await;

    what_is_gone_is_deleted_and_what_others_wrote_stays(&server).await;
}

/// In the same test, because a server takes seconds to start.
async fn what_is_gone_is_deleted_and_what_others_wrote_stays(server: &Server) {
    let weaviate = server.collection("Users").await;
    weaviate.ensure_schema().await.unwrap();
    let foreign = serde_json::json!({ "class": "Users", "properties": { "title": "Watzmann", "text": "Watzmann is a mountain." } });
    let objects = format!("{}/v1/objects", server.endpoint);
    let client = reqwest::Client::new();
    client
        .post(objects)
        .json(&foreign)
        .send()
        .await
        .unwrap()
        .error_for_status()
        .unwrap();
    let long = format!("{}\n\nZugspitze.", "word ".repeat(230));

    weaviate
        .put_documents(&[user("a.md", &long), user("b.md", "Helgoland.")])
        .await
        .unwrap();
    let full = weaviate.digest();
    assert_eq!(best(&weaviate, "Zugspitze", 3, 0.0).await[0].id, "user/a");
    weaviate
        .put_documents(&[user("a.md", "Short now.")])
        .await
        .unwrap();

    assert_ne!(weaviate.digest(), full);
    assert_eq!(best(&weaviate, "Zugspitze Helgoland", 3, 0.0).await, []);
    assert_eq!(best(&weaviate, "short", 3, 0.0).await[0].id, "user/a");
    assert!(
        best(&weaviate, "Watzmann", 3, 0.0).await[0]
            .id
            .starts_with("weaviate/")
    );
}
