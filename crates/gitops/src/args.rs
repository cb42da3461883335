//! Arguments about repositories, shared by every binary that commits.

use std::{path::PathBuf, time::Duration};

use clap::Args;
use nephoran_api::{Repository, SecretName};
use nephoran_runtime::process::Process;

use crate::{
    deploy::{Deployer, RepositoryDefaults},
    git::{Author, Deadlines, NameError, RepositoryWriters},
};

/// Where packages are committed.
#[derive(Args, Clone, Debug)]
pub struct RepositoryArgs {
    /// Repository of clusters that name none: https://…, ssh://…, file://… or user@host:path.
    #[arg(long, env = "NEPHORAN_REPOSITORY_URL")]
    pub repository_url: Option<String>,

    /// Branch of that repository.
    #[arg(long, env = "NEPHORAN_REPOSITORY_BRANCH", default_value = "main")]
    pub repository_branch: String,

    /// Folder of that repository that holds the packages.
    #[arg(long, env = "NEPHORAN_REPOSITORY_PATH", default_value = "clusters")]
    pub repository_path: String,

    /// Secret in the controllers' namespace with the credentials of that repository.
    #[arg(long, env = "NEPHORAN_REPOSITORY_SECRET")]
    pub repository_secret: Option<String>,

    /// Folder for mirrors of repositories; they are made again when it is lost.
    #[arg(long, env = "NEPHORAN_GIT_CACHE", default_value = "/tmp/nephoran-git")]
    pub git_cache: PathBuf,

    /// Name that commits carry.
    #[arg(long, env = "NEPHORAN_COMMIT_AUTHOR_NAME", default_value = "nephoran")]
    pub commit_author_name: String,

    /// E-mail address that commits carry.
    #[arg(
        long,
        env = "NEPHORAN_COMMIT_AUTHOR_EMAIL",
        default_value = "nephoran@localhost"
    )]
    pub commit_author_email: String,

    /// Seconds a connection to a repository may take.
    #[arg(long, env = "NEPHORAN_GIT_CONNECT_SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=60))]
    pub git_connect_seconds: u64,
}

impl RepositoryArgs {
    /// What deploys packages by these arguments.
    ///
    /// # Errors
    /// When the author cannot stand in a commit.
    pub fn deployer(&self, process: &Process) -> Result<Deployer, NameError> {
        let author = Author::new(&self.commit_author_name, &self.commit_author_email)?;
        let deadlines = Deadlines {
            connect: Duration::from_secs(self.git_connect_seconds),
            ..Deadlines::default()
        };
        let writers = RepositoryWriters::new(self.git_cache.clone(), author.clone(), deadlines);
        Ok(Deployer::new(
            process,
            writers,
            RepositoryDefaults {
                repository: self.repository(),
            },
            author,
        ))
    }

    fn repository(&self) -> Option<Repository> {
        Some(Repository {
            url: self.repository_url.clone()?,
            branch: self.repository_branch.clone(),
            path: self.repository_path.clone(),
            secret_ref: self
                .repository_secret
                .clone()
                .map(|name| SecretName { name }),
        })
    }
}
