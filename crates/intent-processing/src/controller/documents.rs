//! Keeps the knowledge base in step with the documents of the user: a ConfigMap's entries, and what a server holds.

use std::time::Duration;

use k8s_openapi::api::core::v1::ConfigMap;
use kube::ResourceExt;
use nephoran_runtime::{
    attempt::chain, phase_controller::Watched, process::Process, watch::Change,
};
use tokio::sync::watch;

use crate::{
    configuration::RetrievalSettings,
    knowledge::{KnowledgeError, user_documents::UserDocuments},
    processor::Shelf,
};

/// Between two looks at what others changed on a server, and two tries to reach it.
const LOOK: Duration = Duration::from_mins(1);

/// Follows the documents for as long as the process runs.
///
/// # Errors
/// When a directory of documents cannot be read.
pub(super) fn follow(
    process: &Process,
    settings: &RetrievalSettings,
    shelf: Shelf,
) -> Result<(), KnowledgeError> {
    let at_start = match &settings.documents_directory {
        Some(directory) => UserDocuments::from_directory(directory)?,
        None => UserDocuments::default(),
    };
    let (newest, documents) = watch::channel(at_start);
    if let Some(name) = settings.documents_config_map.clone() {
        Watched::<ConfigMap>::in_own_namespace(process, None)
            .inspect(move |change| take(change, &name, &newest))
            .keep(process);
    } else if matches!(shelf, Shelf::Memory(_)) {
        // A directory's documents were read when the shelf was opened, and nothing changes.
        return Ok(());
    }
    process.spawn_watch(
        "documents of the knowledge base".to_owned(),
        keep(shelf, documents),
    );
    Ok(())
}

fn take(change: &Change<ConfigMap>, name: &str, newest: &watch::Sender<UserDocuments>) {
    let object = change.object();
    if object.name_any() != name {
        return;
    }
    let documents = match change {
        Change::Applied(object) => {
            UserDocuments::from_config_map(&object.data.clone().unwrap_or_default())
        }
        Change::Deleted(_) => UserDocuments::default(),
    };
    for rejected in documents.rejected() {
        tracing::warn!(config_map = name, "{rejected}");
    }
    newest.send_replace(documents);
}

async fn keep(shelf: Shelf, mut documents: watch::Receiver<UserDocuments>) {
    let mut kept = false;
    loop {
        let wanted = documents.borrow_and_update().clone();
        let result = if kept {
            shelf.refresh().await
        } else {
            shelf.replace_user_documents(&wanted).await
        };
        match result {
            Ok(()) => {
                if !kept {
                    tracing::info!(
                        user_documents = wanted.articles().len(),
                        "the knowledge base is up to date"
                    );
                }
                kept = true;
            }
            Err(error) => tracing::warn!("{}", chain(&error)),
        }
        // Without a sender nothing of the user's changes any more; the server is still looked at.
        tokio::select! {
            Ok(()) = documents.changed() => kept = false,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}
