//! Why there is no API.

use std::net::SocketAddr;

/// Why the API cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// Whoever reaches the port could spend the budget of the language models.
    #[error(
        "the HTTP API does not listen on {address} without a token, because other machines reach that address; name a Secret with a token, or listen on 127.0.0.1"
    )]
    TokenMissing {
        /// The address asked for.
        address: SocketAddr,
    },
    /// The port is taken, or the address is not of this machine.
    #[error(
        "the HTTP API failed to listen on {address}; choose a free port of an address of this machine"
    )]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The schema generated from the request type is no JSON Schema.
    #[error("failed to compile the schema of a request: {0}; report this as a bug")]
    Schema(String),
    /// Two metrics have one name.
    #[error("failed to register the metrics of the HTTP API; start it once per process")]
    Metrics(#[from] prometheus::Error),
}
