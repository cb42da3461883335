//! Reconciles NetworkIntents: pins a route, hands the intent over, reports how far it is.

mod act;
mod amendment;
mod error;
mod observe;
mod removal;
mod report;
mod wake;

use std::sync::Arc;

use k8s_openapi::{
    api::{coordination::v1::Lease, core::v1::ConfigMap},
    jiff::Timestamp,
};
use kube::{
    Client,
    runtime::{controller::Action, reflector::Store},
};
use nephoran_api::{NetworkIntent, TargetCluster};
use nephoran_feature_flags::{evaluate::Computed, route::Route};
use nephoran_gitops::deploy::Deployer;
use nephoran_legacy_monolith::Monolith;
use nephoran_runtime::{
    backoff::BackoffPolicy,
    clusters::Clusters,
    events::Events,
    in_force::CatalogueInForce,
    phase_controller::{Relevant, Watched},
    process::Process,
    status_writer::StatusWriter,
    watch::Triggers,
};
use nephoran_verification::controller::{Explanations, LiveObjects, Observer};
use tokio::sync::Notify;

use crate::{chain::Caches, metrics::MigrationMetrics, routing, settings::Settings};
use error::BridgeError;

/// Name of the controller, its Leases and its field manager.
pub const NAME: &str = "migration-bridge";

/// What the bridge is configured with.
#[derive(Clone, Debug)]
pub struct Options {
    /// The route where no flag speaks, until a ConfigMap says otherwise.
    pub default_route: Route,
    /// Whether a Prometheus is configured; the flag `monitoring.enabled`.
    pub monitoring_enabled: bool,
    /// Retries of the monolith.
    pub policy: BackoffPolicy,
}

/// What a reconcile needs.
struct Context {
    client: Client,
    statuses: StatusWriter,
    events: Events,
    metrics: MigrationMetrics,
    settings: Settings,
    monitoring_enabled: bool,
    intents: Store<NetworkIntent>,
    clusters: Store<TargetCluster>,
    catalogue: CatalogueInForce,
    leases: Store<Lease>,
    caches: Caches,
    monolith: Monolith,
    triggers: Triggers<NetworkIntent>,
    pace: report::Pace,
}

/// Adds the controller to the process.
///
/// # Errors
/// When a metric cannot be registered.
pub fn start(process: &Process, deployer: Deployer, options: Options) -> anyhow::Result<()> {
    let intents = Watched::<NetworkIntent>::new(process, None);
    let settings = Watched::<ConfigMap>::in_own_namespace(process, None);
    let clusters = Watched::<TargetCluster>::new(process, None);
    let leases = Watched::<Lease>::in_own_namespace(process, None);
    let children = wake::Children::watch(process);
    let objects_changed = Arc::new(Notify::new());
    let changed = objects_changed.clone();
    let observer = Observer {
        live: LiveObjects::watch(process, move |_, _| changed.notify_waiters()),
        clusters: Clusters::new(process.client.clone(), process.namespace.clone()),
        explanations: Explanations::default(),
    };
    let metrics = MigrationMetrics::register(&process.metrics)?;
    let catalogue = CatalogueInForce::follow(process);
    let context = Arc::new(Context {
        client: process.client.clone(),
        statuses: StatusWriter::new(process.client.clone(), NAME, process.metrics.clone()),
        events: process.events(),
        settings: Settings::new(process, options.default_route),
        metrics,
        monitoring_enabled: options.monitoring_enabled,
        intents: intents.store(),
        clusters: clusters.store(),
        catalogue: catalogue.clone(),
        leases: leases.store(),
        caches: children.caches(),
        monolith: Monolith::new(
            process,
            deployer,
            observer,
            objects_changed,
            options.policy,
            intents.triggers(),
            catalogue,
        ),
        triggers: intents.triggers(),
        pace: report::Pace::default(),
    });
    let taking = context.clone();
    settings
        .inspect(move |change| taking.settings.take(change))
        .keep(process);
    clusters.keep(process);
    leases.keep(process);
    children.keep(process, &context.caches.plans, &intents.triggers());
    let intents = wake::affected(intents, &context);
    intents.reconcile(process, Relevant::Intention, context, reconcile);
    Ok(())
}

async fn reconcile(
    intent: Arc<NetworkIntent>,
    context: Arc<Context>,
) -> Result<Action, BridgeError> {
    let context = &*context;
    if context.statuses.newest().has_replaced(&*intent) {
        return Ok(Action::requeue(report::AFTER_CONFLICT));
    }
    if intent.metadata.deletion_timestamp.is_some() {
        return removal::remove(&intent, context).await;
    }
    let intent = act::with_finalizer(intent, context).await?;
    let owner = observe::owner(&intent, context);
    let route = match routing::pinned(&intent)
        .filter(|pinned| observe::still_stands(pinned, owner.as_deref()))
    {
        Some(route) => route.clone(),
        None => routing::decide(
            &intent,
            owner.as_deref(),
            &context.settings.in_force(),
            computed(context),
            Timestamp::now(),
        ),
    };
    let Some(intent) = report::pin(intent, &route, context).await? else {
        return Ok(Action::requeue(report::AFTER_CONFLICT));
    };
    act::hand_over(&intent, &route, context).await?;
    match observe::progress(&intent, &route, context).await? {
        Some(seen) => report::report(&intent, &route, &seen, context).await,
        None => Ok(Action::await_change()),
    }
}

/// The flags that nobody sets: they follow from what is there.
fn computed(context: &Context) -> Computed {
    Computed {
        infrastructure_ready: observe::pipeline_is_held(context),
        monitoring_enabled: context.monitoring_enabled,
    }
}
