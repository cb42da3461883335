//! Removes packages: the content by a commit, then the objects.

use nephoran_api::{AppliedObject, IntentRef, SyncEngine, TargetStatus};

use super::{
    DeployError, Deployer, Deployment,
    target::{Place, Target},
};
use crate::{
    builtin::{inventory, parse_package},
    git::{Change, ChangeRequest, FileTree},
};

impl Deployer {
    /// Removes an intent's packages from all `targets`. `recorded` is what the status says; what it does not say yet,
    /// because the process died in between, is read from Git.
    ///
    /// # Errors
    /// When a repository or cluster refuses or cannot be reached; calling again continues.
    pub async fn remove(
        &self,
        namespace: &str,
        intent: &IntentRef,
        targets: &[Target],
        recorded: &[TargetStatus],
    ) -> Result<(), DeployError> {
        for target in targets {
            let known = recorded
                .iter()
                .find(|status| status.cluster == target.cluster);
            self.remove_from(namespace, intent, target, known).await?;
        }
        Ok(())
    }

    async fn remove_from(
        &self,
        namespace: &str,
        intent: &IntentRef,
        target: &Target,
        known: Option<&TargetStatus>,
    ) -> Result<(), DeployError> {
        let place = target.place(namespace, &intent.name, &self.defaults)?;
        let writer = self.writer(&place).await?;
        let package = writer.read_package(place.path.clone(), None).await?;
        let mut objects = known
            .map(|status| status.inventory.clone())
            .unwrap_or_default();
        objects.extend(objects_of(package.files));
        // Objects first: while the content is there, a crash leaves something to derive them from.
        if target.engine != SyncEngine::None && !objects.is_empty() {
            self.delete_objects(namespace, intent, target, &objects)
                .await?;
        }
        writer
            .commit(self.removal(namespace, intent, &place)?)
            .await?;
        Ok(())
    }

    async fn delete_objects(
        &self,
        namespace: &str,
        intent: &IntentRef,
        target: &Target,
        objects: &[AppliedObject],
    ) -> Result<(), DeployError> {
        let client = self
            .clusters
            .client(&target.cluster, target.spec.as_ref())
            .await?;
        crate::builtin::Engine::new(client)
            .delete_all(objects, &intent.name)
            .await?;
        tracing::info!(
            namespace,
            intent = intent.name,
            cluster = target.cluster,
            objects = objects.len(),
            "removed objects"
        );
        Ok(())
    }

    fn removal(
        &self,
        namespace: &str,
        intent: &IntentRef,
        place: &Place,
    ) -> Result<ChangeRequest, DeployError> {
        let name = format!("{namespace}/{}", intent.name);
        Ok(ChangeRequest {
            package: place.path.clone(),
            change: Change::Remove,
            message: format!("Remove {name}"),
            trailers: crate::git::Trailers {
                intent: name.parse()?,
                generation: u64::try_from(intent.generation).unwrap_or_default(),
                amended_by: Vec::new(),
                digest: None,
            },
            author: self.author.clone(),
        })
    }

    /// Removes the package from clusters that it was on and is not any more.
    pub(super) async fn leave_former_targets(
        &self,
        deployment: &Deployment,
        targets: &[Target],
        statuses: &mut Vec<TargetStatus>,
    ) -> Result<(), DeployError> {
        let left: Vec<TargetStatus> = statuses
            .iter()
            .filter(|status| {
                !targets
                    .iter()
                    .any(|target| target.cluster == status.cluster)
            })
            .cloned()
            .collect();
        for status in left {
            if let Some(target) = deployment
                .former_targets
                .iter()
                .find(|target| target.cluster == status.cluster)
            {
                self.remove_from(
                    &deployment.namespace,
                    &deployment.intent,
                    target,
                    Some(&status),
                )
                .await?;
            }
            statuses.retain(|kept| kept.cluster != status.cluster);
        }
        Ok(())
    }
}

/// The objects of a package as Git has it. A file that a person broke is left out: it was never applied.
pub(super) fn objects_of(files: Option<FileTree>) -> Vec<AppliedObject> {
    let files = files.map(FileTree::into_files).unwrap_or_default();
    files
        .into_iter()
        .filter_map(|(path, bytes)| {
            parse_package(&[(path.to_string(), String::from_utf8(bytes).ok()?)].into()).ok()
        })
        .flat_map(|manifests| inventory(&manifests))
        .collect()
}
