//! Where the sentence comes from, and who is asked what it means. The builtin parser needs neither network nor runtime.

use std::path::Path;

use anyhow::{Context, bail};
use kube::{Client, ResourceExt};
use nephoran_api::{IntentHints, ProcessingOptions, Provenance, Provider};
use nephoran_intent_processing::{
    Understanding,
    configuration::Configuration,
    processor::{ProcessingRequest, Processor},
    secrets::Secrets,
    understand,
};
use nephoran_runtime::metrics::Metrics;
use tokio::runtime;

use crate::cli::ParseArguments;
use crate::input;

/// Where the controllers run, and the Secrets with keys are.
const SYSTEM_NAMESPACE: &str = "nephoran-system";
/// Namespace of a sentence that stands in no object.
const DEFAULT_NAMESPACE: &str = "default";

/// A sentence with the hints that came with it.
#[derive(Debug)]
pub(super) struct Sentence {
    pub(super) text: String,
    hints: IntentHints,
    namespace: String,
}

impl Sentence {
    /// The sentence of the command line, or of the file that it names; the hints are the file's.
    pub(super) fn of(arguments: &ParseArguments) -> anyhow::Result<Self> {
        let Some(file) = &arguments.file else {
            return Ok(Self {
                text: arguments.text.clone().unwrap_or_default(),
                hints: IntentHints::default(),
                namespace: DEFAULT_NAMESPACE.to_owned(),
            });
        };
        let input = input::read([file])?;
        let [intent] = &input.intents[..] else {
            bail!(
                "{} holds {} NetworkIntents; name a file with exactly one",
                file.display(),
                input.intents.len()
            );
        };
        Ok(Self {
            text: match &arguments.text {
                Some(text) => text.clone(),
                None => intent.spec.intent.clone(),
            },
            hints: IntentHints::from(&intent.spec),
            namespace: intent
                .namespace()
                .unwrap_or_else(|| DEFAULT_NAMESPACE.to_owned()),
        })
    }

    /// What the provider understands; how that came about, unless it is the builtin parser.
    pub(super) fn understood(
        &self,
        provider: Provider,
        configuration: Option<&Path>,
    ) -> anyhow::Result<(Understanding, Option<Provenance>)> {
        if provider == Provider::Builtin {
            return Ok((understand(&self.text, &self.hints), None));
        }
        let request = ProcessingRequest {
            namespace: self.namespace.clone(),
            text: self.text.clone(),
            hints: self.hints.clone(),
            options: ProcessingOptions {
                provider: Some(provider),
                ..ProcessingOptions::default()
            },
        };
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let processed = runtime.block_on(async {
            let processor = processor(configuration).await?;
            anyhow::Ok(processor.process(&request, &|_| {}).await?)
        })?;
        Ok((processed.understanding, Some(processed.provenance)))
    }
}

/// A processor with the providers of a configuration. Keys are read from the Secrets that it names, in the controllers'
/// namespace of the cluster that kubectl talks to.
async fn processor(configuration: Option<&Path>) -> anyhow::Result<Processor> {
    let Some(file) = configuration else {
        return Ok(Processor::default());
    };
    let configuration = Configuration::load(file)?;
    let client = Client::try_default().await.context(
        "failed to reach the cluster whose Secrets hold the providers' keys; check your kubeconfig",
    )?;
    let secrets = Secrets::new(client, SYSTEM_NAMESPACE.to_owned());
    let (processor, _) = Processor::assemble(configuration, secrets, &Metrics::new()?).await?;
    Ok(processor)
}
