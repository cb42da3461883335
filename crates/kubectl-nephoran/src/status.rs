//! `status`: where an intent stands, once or until it is done.

mod screen;
mod view;
mod watch;

#[cfg(test)]
mod tests;

use k8s_openapi::jiff::Timestamp;
use kube::Api;
use kube::runtime::{WatchStreamExt, watcher};
use nephoran_api::NetworkIntent;

use crate::answer::{Answer, Outcome, json};
use crate::cli::{StatusArguments, TextOrJson};
use crate::connection::{Connection, NoCluster, in_full};
use screen::Screen;
use view::{Standing, View};

/// Why a status cannot be shown.
#[derive(Debug, thiserror::Error)]
enum StatusError {
    /// No kubeconfig leads to a cluster.
    #[error(transparent)]
    NoCluster(#[from] NoCluster),
    /// There is no such intent.
    #[error(
        "there is no NetworkIntent {namespace}/{name}; `kubectl get networkintents -A` lists those that exist"
    )]
    NotFound {
        /// Namespace that was searched.
        namespace: String,
        /// The name.
        name: String,
    },
    /// The intent went away while it was watched.
    #[error("NetworkIntent {0} was deleted")]
    Deleted(String),
    /// The API server refuses, or cannot be reached.
    #[error("failed to read NetworkIntent {name} from {server}: {said}; {next}")]
    Api {
        /// Namespace and name.
        name: String,
        /// URL of the API server.
        server: String,
        /// What it said.
        said: String,
        /// What to do.
        next: &'static str,
    },
    /// Standard output is closed.
    #[error("failed to write to standard output: {0}")]
    Output(#[from] std::io::Error),
}

/// One intent on one API server.
struct Subject {
    api: Api<NetworkIntent>,
    server: String,
    namespace: String,
    name: String,
}

impl Subject {
    async fn of(arguments: &StatusArguments) -> Result<Self, StatusError> {
        let connection = Connection::open(arguments.context.as_deref()).await?;
        let namespace = arguments.namespace.clone().unwrap_or(connection.namespace);
        Ok(Self {
            api: Api::namespaced(connection.client, &namespace),
            server: connection.server,
            namespace,
            name: arguments.name.clone(),
        })
    }

    fn full_name(&self) -> String {
        format!("{}/{}", self.namespace, self.name)
    }

    async fn read(&self) -> Result<NetworkIntent, StatusError> {
        match self.api.get_opt(&self.name).await {
            Ok(Some(intent)) => Ok(intent),
            Ok(None) => Err(StatusError::NotFound {
                namespace: self.namespace.clone(),
                name: self.name.clone(),
            }),
            Err(error) => Err(self.refused(&error)),
        }
    }

    fn refused(&self, error: &kube::Error) -> StatusError {
        let next = match error {
            kube::Error::Api(status) if status.is_forbidden() => {
                "ask for get, list and watch on networkintents.nephoran.com in this namespace"
            }
            kube::Error::Api(status) if status.code == 401 => "log in again",
            _ => "check that the cluster is up and that `kubectl get networkintents` works",
        };
        StatusError::Api {
            name: self.full_name(),
            server: self.server.clone(),
            said: in_full(error),
            next,
        }
    }
}

pub(crate) fn run(arguments: &StatusArguments) -> anyhow::Result<Answer> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let subject = Subject::of(arguments).await?;
        if arguments.watch {
            watch(&subject, arguments.output).await
        } else {
            once(&subject, arguments.output).await
        }
    })
}

async fn once(subject: &Subject, output: TextOrJson) -> anyhow::Result<Answer> {
    let view = View::of(&subject.read().await?, Timestamp::now());
    let outcome = match view.standing {
        Standing::Ready => Outcome::Fine,
        Standing::Stalled => Outcome::Failed,
        Standing::Suspended | Standing::InProgress => Outcome::NotYet,
    };
    let text = match output {
        TextOrJson::Json => json(&view)?,
        TextOrJson::Text => view.page(),
    };
    Ok(Answer {
        text,
        notes: Vec::new(),
        outcome,
    })
}

async fn watch(subject: &Subject, output: TextOrJson) -> anyhow::Result<Answer> {
    // Says at once, and in clear words, when there is nothing to watch.
    subject.read().await?;
    let changes = watcher::watch_object(subject.api.clone(), &subject.name).default_backoff();
    let mut screen = Screen::new(output);
    let last = watch::follow(changes, &mut screen, subject).await?;
    let outcome = if last.standing == Standing::Ready {
        Outcome::Fine
    } else {
        Outcome::Failed
    };
    let text = match output {
        // Every change was a line already.
        TextOrJson::Json => String::new(),
        TextOrJson::Text => format!("\n{}", last.page()),
    };
    Ok(Answer {
        text,
        notes: Vec::new(),
        outcome,
    })
}
