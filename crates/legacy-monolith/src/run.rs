//! One run: understand, plan, generate, deploy, verify, one after the other.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use futures::{FutureExt, future::BoxFuture};
use k8s_openapi::jiff::{SignedDuration, Timestamp};
use kube::runtime::reflector::ObjectRef;
use nephoran_api::{
    Approval, Classified, DeploymentVerification, Digest, GitOpsDeployment, IntentModel,
    IntentProcessing, ManifestGeneration, NetworkIntent, PhaseObject, PipelinePhase, Plan,
    ResourcePlan, TargetStatus, Verdict, artifact,
};
use nephoran_gitops::deploy::Deployment;
use nephoran_intent_processing::{clarification, understand};
use nephoran_manifest_generation::{Options, generate};
use nephoran_resource_planning::{PlanInput, Planned, plan};
use nephoran_runtime::{
    attempt::chain,
    tenancy::may_act_in,
    transition::{Ended, Subject, advance},
    watch::Triggers,
};
use nephoran_verification::{
    controller::{Inventory, observe_health},
    judge,
};
use tokio::sync::watch;

use crate::{Job, Progress, Start, Tools, error::StepError};

/// Between two looks at objects that no watch reports.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// Tells how far a run is.
pub(crate) struct Teller {
    progress: watch::Sender<Progress>,
    wake: Triggers<NetworkIntent>,
    intent: ObjectRef<NetworkIntent>,
}

impl Teller {
    pub(crate) const fn new(
        progress: watch::Sender<Progress>,
        wake: Triggers<NetworkIntent>,
        intent: ObjectRef<NetworkIntent>,
    ) -> Self {
        Self {
            progress,
            wake,
            intent,
        }
    }

    fn tell(&self, change: impl FnOnce(&mut Progress)) {
        self.progress.send_modify(change);
        // The receiver ends with the process.
        let _ = self.wake.send(self.intent.clone());
    }
}

/// What a package is, on its way from generation to Git.
struct Package {
    files: BTreeMap<String, String>,
    digest: Digest,
    amended_by: Vec<String>,
}

pub(crate) async fn run(tools: Arc<Tools>, job: Job, teller: Teller) {
    // The semaphore is never closed.
    let Ok(_permit) = tools.permits.acquire().await else {
        return;
    };
    let run = Steps {
        tools: &tools,
        job: &job,
        teller: &teller,
    };
    run.begin().await;
}

struct Steps<'a> {
    tools: &'a Tools,
    job: &'a Job,
    teller: &'a Teller,
}

impl Steps<'_> {
    /// `None` when a step gave up; its state says why.
    async fn begin(&self) -> Option<()> {
        match self.job.start.clone() {
            Start::Text { .. } => {
                let model = self.understand().await?;
                self.plan_and_on(model).await
            }
            Start::Model(model) => self.plan_and_on(*model).await,
            Start::Plan(plan) => self.generate_and_on(*plan).await,
            Start::Package {
                files,
                digest,
                amended_by,
            } => {
                self.deploy_and_on(Package {
                    files,
                    digest,
                    amended_by,
                })
                .await
            }
            Start::Applied(targets) => self.verify(&targets).await,
        }
    }

    async fn plan_and_on(&self, model: IntentModel) -> Option<()> {
        let plan = self.plan(&model).await?;
        self.generate_and_on(plan).await
    }

    async fn generate_and_on(&self, plan: Plan) -> Option<()> {
        let package = self.generate(&plan).await?;
        self.deploy_and_on(package).await
    }

    async fn deploy_and_on(&self, package: Package) -> Option<()> {
        let targets = self.deploy(&package).await?;
        self.verify(&targets).await
    }

    async fn understand(&self) -> Option<IntentModel> {
        self.step::<IntentProcessing, _>("IntentUnderstood", || {
            async move {
                let Start::Text { text, hints } = &self.job.start else {
                    return Err(StepError::Unhealthy {
                        reason: "NoText",
                        message: "there is no text".to_owned(),
                    });
                };
                let understanding = understand(text, hints);
                if let Some(question) = clarification(&understanding) {
                    return Err(question.into());
                }
                let digest = Digest::of(&understanding.model);
                Ok((
                    understanding.model,
                    Some(digest),
                    "the text is understood".to_owned(),
                ))
            }
            .boxed()
        })
        .await
    }

    async fn plan(&self, model: &IntentModel) -> Option<Plan> {
        self.step::<ResourcePlan, _>("ResourcesPlanned", || {
            async move {
                let target = model
                    .placement
                    .as_ref()
                    .and_then(|placement| placement.namespace.clone())
                    .unwrap_or_else(|| self.job.namespace.clone());
                may_act_in(
                    &self.tools.client,
                    &self.tools.system_namespace,
                    &self.job.namespace,
                    &target,
                )
                .await?;
                let planned = self.planned(model, &target)?;
                self.teller.tell(|progress| progress.planned(&planned));
                let digest = Digest::of(&planned.plan);
                let message = format!("planned {} functions", planned.plan.components.len());
                Ok((planned.plan, Some(digest), message))
            }
            .boxed()
        })
        .await
    }

    fn planned(&self, model: &IntentModel, target_namespace: &str) -> Result<Planned, StepError> {
        Ok(plan(&PlanInput {
            constraints: self.job.constraints.clone(),
            amendments: self.job.amendments.clone(),
            held: self.job.held.clone(),
            previous: self.job.previous.clone(),
            clusters: self.job.clusters.clone(),
            ..PlanInput::new(
                &self.job.namespace,
                &self.job.intent.name,
                model.clone(),
                target_namespace,
                &self.tools.catalogue.current(),
            )
        })?)
    }

    async fn generate(&self, plan: &Plan) -> Option<Package> {
        self.step::<ManifestGeneration, _>("ManifestsGenerated", || {
            async move {
                self.check_approval(plan)?;
                let options = Options {
                    intent: self.job.intent.name.clone(),
                    packaging: self.job.packaging,
                };
                let catalogue = self.tools.catalogue.current();
                let templates = self.tools.templates.current();
                let files = generate(plan, &options, &catalogue, &templates)?.files;
                let digest = artifact::digest(&files);
                self.teller
                    .tell(|progress| progress.package = Some(digest.clone()));
                let message = format!("generated {} files", files.len());
                Ok((
                    Package {
                        files,
                        digest: digest.clone(),
                        amended_by: plan.amended_by.clone(),
                    },
                    Some(digest),
                    message,
                ))
            }
            .boxed()
        })
        .await
    }

    fn check_approval(&self, plan: &Plan) -> Result<(), StepError> {
        let plan = Digest::of(plan);
        if self.job.approval == Approval::Auto
            || self.job.approved.as_deref() == Some(plan.as_str())
        {
            return Ok(());
        }
        Err(StepError::ApprovalPending {
            intent: self.job.intent.name.clone(),
            plan,
        })
    }

    async fn deploy(&self, package: &Package) -> Option<Vec<TargetStatus>> {
        self.step::<GitOpsDeployment, _>("Deployed", || {
            async move {
                let used = |cluster: &str| {
                    package.files.keys().any(|path| {
                        path.split_once('/')
                            .is_some_and(|(owner, _)| owner == cluster)
                    })
                };
                let (targets, former_targets) = self
                    .job
                    .targets
                    .iter()
                    .cloned()
                    .partition(|target| used(&target.cluster));
                let deployment = Deployment {
                    namespace: self.job.namespace.clone(),
                    intent: self.job.intent.clone(),
                    files: package.files.clone(),
                    digest: package.digest.clone(),
                    amended_by: package.amended_by.clone(),
                    message: None,
                    author: None,
                    prune: true,
                    service_account: None,
                    again: self.job.requested_at.is_some(),
                    former_targets,
                };
                let targets: Vec<_> = targets;
                let before = self.teller.progress.borrow().targets.clone();
                let progress = self
                    .tools
                    .deployer
                    .deploy(&deployment, &targets, &before)
                    .await;
                self.teller
                    .tell(|told| told.targets.clone_from(&progress.targets));
                match progress.failure {
                    Some(error) => Err(error.into()),
                    None => Ok((progress.targets, None, "committed and applied".to_owned())),
                }
            }
            .boxed()
        })
        .await
    }

    async fn verify(&self, targets: &[TargetStatus]) -> Option<()> {
        let inventories: Vec<Inventory> = targets
            .iter()
            .map(|target| self.inventory(target))
            .collect();
        let inventories = inventories.as_slice();
        self.step::<DeploymentVerification, _>("AllObjectsCurrent", || {
            async move {
                let started = Timestamp::now();
                let timeout = SignedDuration::from_secs(self.job.timeout_seconds.into());
                loop {
                    let changed = self.tools.objects_changed.notified();
                    let elapsed =
                        Duration::try_from(Timestamp::now() - started).unwrap_or_default();
                    let seen = observe_health(&self.tools.observer, inventories, elapsed).await?;
                    let judgement = judge(&seen.health, started, Timestamp::now(), timeout);
                    match (judgement.verdict, seen.trouble) {
                        (Verdict::Passed | Verdict::Inconclusive, _) => {
                            return Ok(((), None, judgement.message));
                        }
                        (Verdict::Pending, None) => {}
                        (Verdict::Pending, Some(trouble)) => {
                            return Err(StepError::Unhealthy {
                                reason: "PodsFailing",
                                message: trouble,
                            });
                        }
                        (Verdict::Failed, _) => {
                            return Err(StepError::Unhealthy {
                                reason: judgement.reason,
                                message: judgement.message,
                            });
                        }
                    }
                    // Running out of time is the next look; a change is an earlier one.
                    let _ = tokio::time::timeout(LOOK_AGAIN, changed).await;
                }
            }
            .boxed()
        })
        .await
    }

    fn inventory(&self, target: &TargetStatus) -> Inventory {
        let spec = self
            .job
            .targets
            .iter()
            .find(|known| known.cluster == target.cluster)
            .and_then(|known| known.spec.clone());
        Inventory {
            cluster: target.cluster.clone(),
            spec,
            intent: self.job.intent.name.clone(),
            objects: target.inventory.clone(),
        }
    }

    /// Works on one phase until it is done or gives up, with the retries of its error class.
    async fn step<'w, K: PhaseObject, T>(
        &self,
        done: &'static str,
        work: impl Fn() -> BoxFuture<'w, Result<(T, Option<Digest>, String), StepError>> + Send,
    ) -> Option<T> {
        let subject = Subject {
            generation: self.job.intent.generation,
            uid: &self.job.intent.uid,
            condition: K::CONDITION,
            max_retries: self.job.max_retries,
            requested_at: None,
        };
        let tell = |phase: PipelinePhase, ended: &Ended, digest: Option<Digest>| {
            let mut delay = None;
            self.teller.tell(|progress| {
                let state = progress.of(phase);
                state.digest = digest;
                delay = advance(state, &subject, ended, &self.tools.policy, Timestamp::now());
            });
            delay
        };
        loop {
            let message = format!("{} is under way", K::PHASE.as_str());
            tell(
                K::PHASE,
                &Ended::Waiting {
                    reason: "Progressing",
                    message,
                },
                None,
            );
            match work().await {
                Ok((result, digest, message)) => {
                    tell(
                        K::PHASE,
                        &Ended::Completed {
                            reason: done,
                            message,
                        },
                        digest,
                    );
                    return Some(result);
                }
                Err(error) => {
                    let ended = Ended::Failed {
                        reason: error.reason(),
                        class: error.class(),
                        message: chain(&error),
                        retry_after: error.retry_after(),
                    };
                    tokio::time::sleep(tell(K::PHASE, &ended, None)?).await;
                }
            }
        }
    }
}
