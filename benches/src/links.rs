//! Six empty kinds chained by the runtime of our controllers: each completes at once, and the next follows.
//!
//! It is the chain of an intent without any work: what remains is what Kubernetes, the runtime and this machine cost.

use std::sync::Arc;

use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::CustomResourceDefinition;
use kube::runtime::controller::Action;
use kube::{CustomResource, CustomResourceExt};
use nephoran_api::{
    Classified, Digest, Downstream, ErrorClass, PhaseObject, PhaseSpec, PhaseState, PipelinePhase,
    SourceRef,
};
use nephoran_runtime::attempt::{Attempt, Begin, Reporter};
use nephoran_runtime::phase_controller::{Relevant, Watched, follow_and_reconcile};
use nephoran_runtime::process::Process;
use nephoran_runtime::status_writer::ReportError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Name of the controller of all six kinds, and its field manager.
pub const NAME: &str = "bare-chain";

macro_rules! link {
    ($spec:ident, $kind:ident, $name:tt, $phase:ident) => {
        #[doc = concat!("Spec of [`", $name, "`].")]
        #[derive(CustomResource, Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[kube(group = "bench.nephoran.com", version = "v1", kind = $name, namespaced, status = "PhaseState")]
        #[serde(rename_all = "camelCase")]
        pub struct $spec {
            /// What all phases share.
            #[serde(flatten)]
            pub phase: PhaseSpec,
            /// The result that it follows.
            #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
            pub reference: Option<SourceRef>,
        }

        impl PhaseObject for $kind {
            type Status = PhaseState;
            const PHASE: PipelinePhase = PipelinePhase::$phase;
            const CONDITION: &'static str = "Linked";

            fn phase_spec(&self) -> &PhaseSpec {
                &self.spec.phase
            }
            fn status(&self) -> Option<&PhaseState> {
                self.status.as_ref()
            }
            fn state(status: &PhaseState) -> &PhaseState {
                status
            }
            fn state_mut(status: &mut PhaseState) -> &mut PhaseState {
                status
            }
        }
    };
}

macro_rules! follows {
    ($upstream:ident, $kind:ident, $spec:ident) => {
        impl Downstream for $kind {
            type Upstream = $upstream;

            fn consuming(upstream: &$upstream, source: SourceRef) -> Option<Self> {
                let phase = upstream.spec.phase.clone();
                Some(Self::new(
                    "",
                    $spec {
                        phase,
                        reference: Some(source),
                    },
                ))
            }
            fn same_spec(&self, other: &Self) -> bool {
                self.spec == other.spec
            }
            fn suspended(&self, suspend: bool) -> Self {
                let mut changed = self.clone();
                changed.spec.phase.suspend = suspend;
                changed
            }
        }
    };
}

link!(FirstLinkSpec, FirstLink, "FirstLink", LLMProcessing);
link!(SecondLinkSpec, SecondLink, "SecondLink", LLMProcessing);
link!(ThirdLinkSpec, ThirdLink, "ThirdLink", ResourcePlanning);
link!(FourthLinkSpec, FourthLink, "FourthLink", ManifestGeneration);
link!(FifthLinkSpec, FifthLink, "FifthLink", GitOpsCommit);
link!(LastLinkSpec, LastLink, "LastLink", DeploymentVerification);
follows!(FirstLink, SecondLink, SecondLinkSpec);
follows!(SecondLink, ThirdLink, ThirdLinkSpec);
follows!(ThirdLink, FourthLink, FourthLinkSpec);
follows!(FourthLink, FifthLink, FifthLinkSpec);
follows!(FifthLink, LastLink, LastLinkSpec);

/// The definitions of the six kinds.
#[must_use]
pub fn definitions() -> [CustomResourceDefinition; 6] {
    [
        FirstLink::crd(),
        SecondLink::crd(),
        ThirdLink::crd(),
        FourthLink::crd(),
        FifthLink::crd(),
        LastLink::crd(),
    ]
}

/// Adds the controllers of the six kinds to the process.
pub fn start(process: &Process) {
    let reporter = Arc::new(process.reporter());
    let first = Watched::<FirstLink>::new(process, None);
    first.reconcile(process, Relevant::Intention, reporter.clone(), complete);
    follow::<SecondLink>(process, &reporter);
    follow::<ThirdLink>(process, &reporter);
    follow::<FourthLink>(process, &reporter);
    follow::<FifthLink>(process, &reporter);
    follow::<LastLink>(process, &reporter);
}

fn follow<D: Downstream<Status = PhaseState>>(process: &Process, reporter: &Arc<Reporter>) {
    let upstream = Watched::<D::Upstream>::new(process, None);
    let own = Watched::<D>::new(process, None);
    follow_and_reconcile(
        process,
        upstream,
        own,
        &process.events(),
        reporter.clone(),
        complete,
    );
}

/// An empty phase cannot fail.
#[derive(Debug, thiserror::Error)]
enum Never {}

impl Classified for Never {
    fn reason(&self) -> &'static str {
        match *self {}
    }
    fn class(&self) -> ErrorClass {
        match *self {}
    }
}

async fn complete<K>(object: Arc<K>, reporter: Arc<Reporter>) -> Result<Action, ReportError>
where
    K: PhaseObject<Status = PhaseState>,
{
    let object = &*object;
    let work = |begin: Begin<PhaseState>| async move {
        if begin.settled {
            return Ok::<_, Never>(Attempt::Unchanged { again: None });
        }
        let mut status = begin.status;
        status.digest = Some(Digest::of(&object.meta().uid));
        Ok(Attempt::completed(
            status,
            "Passed",
            "an empty phase has nothing to do".to_owned(),
        ))
    };
    reporter.attempt(object, work).await
}
