//! Command-line arguments that every controller takes; each can be set by an environment variable.

use std::net::SocketAddr;

use clap::{Args, ValueEnum};

use crate::backoff::{BackoffOverride, BackoffPolicy};

/// Arguments every controller takes.
#[derive(Args, Clone, Debug)]
pub struct RuntimeArgs {
    /// Namespace the controllers run in; Leases and Secrets are there.
    #[arg(long, env = "POD_NAMESPACE", default_value = "nephoran-system")]
    pub namespace: String,

    /// Name of this replica in its Leases; a restarted replica with the same name takes over at once.
    #[arg(long, env = "POD_NAME", default_value_t = host_name())]
    pub identity: String,

    /// Objects reconciled at once.
    #[arg(long, env = "NEPHORAN_CONCURRENCY", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..))]
    pub concurrency: u16,

    /// Number of shards; each has a Lease and is worked on by one replica at a time.
    #[arg(long, env = "NEPHORAN_SHARDS", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=64))]
    pub shards: u32,

    /// Seconds a Lease is valid without renewal.
    #[arg(long, env = "NEPHORAN_LEASE_SECONDS", default_value_t = 15, value_parser = clap::value_parser!(u64).range(5..=300))]
    pub lease_seconds: u64,

    /// Address of /metrics, /healthz and /readyz.
    #[arg(long, env = "NEPHORAN_ADMIN_ADDRESS", default_value = "0.0.0.0:8080")]
    pub admin_address: SocketAddr,

    /// How logs look.
    #[arg(long, env = "NEPHORAN_LOG_FORMAT", value_enum, default_value_t = LogFormat::Json)]
    pub log_format: LogFormat,

    /// Which logs are written, e.g. `info` or `info,nephoran_runtime=debug`.
    #[arg(long, env = "NEPHORAN_LOG", default_value = "info")]
    pub log: String,

    /// Changes one error class's backoff: `transient=2s,5m,2,5` (first delay, longest delay, factor, tries). Repeatable.
    #[arg(long, env = "NEPHORAN_BACKOFF", value_delimiter = ';')]
    pub backoff: Vec<BackoffOverride>,
}

impl RuntimeArgs {
    /// The backoff policy with the overrides applied.
    #[must_use]
    pub fn backoff_policy(&self) -> BackoffPolicy {
        self.backoff
            .iter()
            .fold(BackoffPolicy::default(), BackoffPolicy::with)
    }
}

/// How logs look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// One JSON object per line.
    Json,
    /// For people.
    Pretty,
}

fn host_name() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname")
        .map_or_else(|_| "unknown".to_owned(), |name| name.trim().to_owned())
}
