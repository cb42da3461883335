//! Who may ask: whoever holds the token, and never a web page.

use std::{
    fmt::{self, Debug, Formatter},
    sync::Arc,
};

use aws_lc_rs::{
    constant_time,
    digest::{SHA256, digest},
};
use axum::{
    extract::{Request, State},
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};

use super::{Problem, Shared};

/// Shortest token in bytes: 128 random bits as base64 have 22 characters.
const SHORTEST: usize = 22;

/// A token, of which only the digest is kept: it can be compared, and neither printed nor logged.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiToken([u8; 32]);

/// A token that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the token of the HTTP API must have at least {SHORTEST} characters, all of them printable ASCII without spaces; make one with `openssl rand -base64 32`"
)]
pub struct InvalidToken;

impl ApiToken {
    /// A token as it stands in the Secret; white space around it, as editors leave it, does not count.
    ///
    /// # Errors
    /// When it is too short to be safe, or cannot stand in a header.
    pub fn new(text: &str) -> Result<Self, InvalidToken> {
        let text = text.trim();
        let usable = text.len() >= SHORTEST && text.bytes().all(|byte| byte.is_ascii_graphic());
        if usable {
            Ok(Self(sha256(text.as_bytes())))
        } else {
            Err(InvalidToken)
        }
    }

    /// Whether `Authorization` carries this token. Digests have one length and are compared in constant time, so that
    /// the time of an answer says nothing about the token.
    fn admits(&self, authorization: Option<&HeaderValue>) -> bool {
        let Some((scheme, credentials)) = authorization
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
        else {
            return false;
        };
        let given = sha256(credentials.trim().as_bytes());
        scheme.eq_ignore_ascii_case("bearer")
            && constant_time::verify_slices_are_equal(&self.0, &given).is_ok()
    }
}

impl Debug for ApiToken {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("ApiToken(redacted)")
    }
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut sum = [0; 32];
    sum.copy_from_slice(digest(&SHA256, bytes).as_ref());
    sum
}

/// Lets a request through, or answers it before anything of its body is read.
pub(super) async fn guard(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    // Browsers let any web page send a plain text POST to this machine, and say so with `Origin`.
    if request.headers().contains_key(header::ORIGIN) {
        return Err(Problem::web_page());
    }
    if let Some(token) = &shared.token {
        let admitted = token
            .borrow()
            .admits(request.headers().get(header::AUTHORIZATION));
        if !admitted {
            return Err(Problem::unauthorized());
        }
    }
    Ok(next.run(request).await)
}
