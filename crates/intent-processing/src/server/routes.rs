//! The table of routes, from which both the router and the OpenAPI document are made.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, StatusCode, Uri, header},
    middleware,
    response::IntoResponse,
    routing::{MethodRouter, get, post},
};
use tokio::time::timeout;

use super::{ParseAnswer, Problem, Shared, access, measure};

/// What a route does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    ParseIntent,
    ModelSchema,
    OpenApi,
}

/// One route.
#[derive(Clone, Copy, Debug)]
pub(super) struct Route {
    pub(super) path: &'static str,
    /// As OpenAPI spells it.
    pub(super) method: &'static str,
    pub(super) operation: Operation,
}

/// Every route of the API.
pub(super) const ROUTES: [Route; 3] = [
    Route {
        path: "/v1/intents/parse",
        method: "post",
        operation: Operation::ParseIntent,
    },
    Route {
        path: "/v1/schema",
        method: "get",
        operation: Operation::ModelSchema,
    },
    Route {
        path: "/v1/openapi.json",
        method: "get",
        operation: Operation::OpenApi,
    },
];

pub(super) fn router(shared: Arc<Shared>) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        router = router.route(route.path, handler(route.operation));
    }
    // The last layer sees a request first.
    router
        .fallback(no_route)
        .method_not_allowed_fallback(no_method)
        .layer(middleware::from_fn_with_state(
            shared.clone(),
            access::guard,
        ))
        .layer(middleware::from_fn_with_state(
            shared.clone(),
            measure::measure,
        ))
        .with_state(shared)
}

fn handler(operation: Operation) -> MethodRouter<Arc<Shared>> {
    match operation {
        Operation::ParseIntent => post(parse_intent),
        Operation::ModelSchema => get(model_schema),
        Operation::OpenApi => get(openapi),
    }
}

async fn parse_intent(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<ParseAnswer>, Problem> {
    let limits = &shared.limits;
    let request = shared.reader.read(&headers, body, limits).await?;
    // Taken only now: a slow client keeps nobody else from being answered.
    let _slot = shared
        .slots
        .try_acquire()
        .map_err(|_| Problem::busy(limits.requests.get()))?;
    let processed = timeout(limits.processing, (shared.engine.0)(request))
        .await
        .map_err(|_| Problem::processing_took_too_long(limits.processing))?
        .map_err(|error| Problem::of(&error))?;
    Ok(Json(processed.into()))
}

async fn model_schema(State(shared): State<Arc<Shared>>) -> impl IntoResponse {
    document("application/schema+json", shared.documents.schema.clone())
}

async fn openapi(State(shared): State<Arc<Shared>>) -> impl IntoResponse {
    document("application/json", shared.documents.openapi.clone())
}

fn document(media: &'static str, bytes: Bytes) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, media)], bytes)
}

async fn no_route(uri: Uri) -> Problem {
    let paths = ROUTES.map(|route| route.path).join(", ");
    let detail = format!("there is no {}; there are {paths}", uri.path());
    Problem::new(StatusCode::NOT_FOUND, "NoSuchPath", detail)
}

async fn no_method(uri: Uri) -> Problem {
    let methods: Vec<_> = ROUTES
        .iter()
        .filter(|route| route.path == uri.path())
        .map(|route| route.method.to_ascii_uppercase())
        .collect();
    let detail = format!("{} takes {}", uri.path(), methods.join(" and "));
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", detail)
}
