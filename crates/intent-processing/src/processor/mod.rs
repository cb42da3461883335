//! Puts the parts of phase 1 together: which provider is asked, with what, and what becomes of its answer.
//!
//! A provider that gives no usable answer is followed by the next of the chain. An answer is examined every time, also
//! one from a cache, and what it took is charged to the namespace's budget as soon as it arrives.

mod assemble;
mod error;
mod question;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use k8s_openapi::jiff::Timestamp;
use nephoran_api::{
    Digest, IntentHints, ProcessingOptions, Provenance, Provider, RetrievedDocument, TokenUsage,
};
use nephoran_runtime::attempt::chain as explained;
use serde::{Deserialize, Serialize};

use crate::{
    Understanding,
    cache::{CacheKey, Caches, Outcome},
    configuration::{AnswerOptions, RetrievalSettings},
    guard::{self, GuardMetrics, Repairs},
    knowledge::{KnowledgeBase, Passage},
    language_model::{EndpointOptions, LanguageModel, Ledger, OnProgress, Spending, Usage},
    prompt::Prompt,
    understand,
};

pub use assemble::{AssemblyError, Shelf};
pub use error::ProcessingError;
use question::Question;

/// A text to understand and how.
#[derive(Clone, Debug, PartialEq)]
pub struct ProcessingRequest {
    /// Namespace of the intent, whose budget pays.
    pub namespace: String,
    /// The text.
    pub text: String,
    /// The typed hints that came with it.
    pub hints: IntentHints,
    /// Provider, model and the like; what is unset comes from the configuration.
    pub options: ProcessingOptions,
}

/// What a text was understood as, and how that came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Processed {
    /// The model, with its confidence.
    pub understanding: Understanding,
    /// How it came about.
    pub provenance: Provenance,
    /// Tokens it took, if a language model was asked; none for an answer from a cache.
    pub usage: Option<TokenUsage>,
    /// Providers that were asked first, each with why it gave no answer that can be used.
    pub passed_over: Vec<String>,
}

/// Understands texts. Clones share everything; the default one has the builtin parser alone.
#[derive(Clone, Debug, Default)]
pub struct Processor(Arc<Parts>);

#[derive(Debug, Default)]
struct Parts {
    chain: Vec<Provider>,
    endpoints: BTreeMap<Provider, Endpoint>,
    answers: AnswerOptions,
    retrieval: RetrievalSettings,
    knowledge: Option<Knowledge>,
    caches: Option<Caches>,
    verdicts: Option<GuardMetrics>,
    ledger: Mutex<Ledger>,
}

/// A knowledge base and its name in specs.
#[derive(Debug)]
struct Knowledge {
    name: &'static str,
    base: Arc<dyn KnowledgeBase>,
}

#[derive(Debug)]
struct Endpoint {
    options: EndpointOptions,
    model: Arc<dyn LanguageModel>,
}

/// An answer that was accepted, as caches keep it.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Kept {
    reply: String,
    repairs: u8,
    prompt_digest: Digest,
    documents: Vec<RetrievedDocument>,
}

/// An accepted answer and what it was made of.
struct Answered {
    kept: Kept,
    model: nephoran_api::IntentModel,
    usage: Usage,
}

impl Processor {
    /// Understands a text.
    ///
    /// # Errors
    /// When no provider gave an answer that can be used: why the last one did not.
    pub async fn process(
        &self,
        request: &ProcessingRequest,
        on_progress: OnProgress<'_>,
    ) -> Result<Processed, ProcessingError> {
        let mut passed_over = Vec::new();
        let mut last = None;
        for provider in self.candidates(request)? {
            let attempt = match self.0.endpoints.get(&provider) {
                Some(endpoint) => self.ask(provider, endpoint, request, on_progress).await,
                None => Ok(by_parser(request)),
            };
            match attempt {
                Ok(processed) => {
                    return Ok(Processed {
                        passed_over,
                        ..processed
                    });
                }
                Err(error) => {
                    passed_over.push(format!("{}: {}", provider.as_str(), explained(&error)));
                    last = Some(error);
                }
            }
        }
        Err(last.unwrap_or_else(|| self.not_configured(Provider::Builtin)))
    }

    /// The key under which the answer of the first provider is cached; `None` when that is the parser, which needs none.
    #[must_use]
    pub fn cache_key(&self, request: &ProcessingRequest) -> Option<CacheKey> {
        let provider = self.candidates(request).ok()?.into_iter().next()?;
        let endpoint = self.0.endpoints.get(&provider)?;
        Some(self.question(provider, endpoint, request).cache_key())
    }

    /// Loads answers of recent intents into memory; how many there were.
    pub async fn warm_up(&self, keys: &[CacheKey]) -> usize {
        match &self.0.caches {
            Some(caches) => caches.warm_up(keys).await,
            None => 0,
        }
    }

    /// Waits until the answers under way to the caches are written; for an orderly end of the process.
    pub async fn settle(&self) {
        if let Some(caches) = &self.0.caches {
            caches.settle().await;
        }
    }

    /// Charges what a namespace used before this process started.
    pub fn charge(&self, namespace: &str, at: Timestamp, spending: Spending) {
        self.ledger().record(namespace, at, spending);
    }

    /// Who is asked, in this order: the provider that the intent names and those after it in the chain, or the chain.
    fn candidates(&self, request: &ProcessingRequest) -> Result<Vec<Provider>, ProcessingError> {
        let chain = self.chain();
        let Some(asked) = request.options.provider else {
            return Ok(chain.to_vec());
        };
        if asked == Provider::Builtin {
            return Ok(vec![asked]);
        }
        if !self.0.endpoints.contains_key(&asked) {
            return Err(self.not_configured(asked));
        }
        let after = chain
            .iter()
            .skip_while(|provider| **provider != asked)
            .skip(1);
        Ok(std::iter::once(asked).chain(after.copied()).collect())
    }

    fn chain(&self) -> &[Provider] {
        if self.0.chain.is_empty() {
            &[Provider::Builtin]
        } else {
            &self.0.chain
        }
    }

    fn not_configured(&self, asked: Provider) -> ProcessingError {
        let configured = std::iter::once(Provider::Builtin)
            .chain(self.0.endpoints.keys().copied())
            .collect();
        ProcessingError::ProviderNotConfigured { asked, configured }
    }

    fn question<'a>(
        &'a self,
        provider: Provider,
        endpoint: &'a Endpoint,
        request: &'a ProcessingRequest,
    ) -> Question<'a> {
        Question::new(
            provider,
            &endpoint.options,
            &self.0.answers,
            &self.0.retrieval,
            self.0.knowledge.as_ref().map(|knowledge| &*knowledge.base),
            request,
        )
    }

    /// An intent that names another knowledge base than the one there is must not be answered from this one.
    fn check_knowledge_base(&self, request: &ProcessingRequest) -> Result<(), ProcessingError> {
        let asked = request
            .options
            .rag
            .as_ref()
            .and_then(|rag| rag.knowledge_base.as_deref());
        let there = self.0.knowledge.as_ref().map(|knowledge| knowledge.name);
        match asked {
            Some(asked) if Some(asked) != there => Err(ProcessingError::KnowledgeBaseUnknown {
                asked: asked.to_owned(),
                there: there.unwrap_or("none"),
            }),
            _ => Ok(()),
        }
    }

    async fn ask(
        &self,
        provider: Provider,
        endpoint: &Endpoint,
        request: &ProcessingRequest,
        on_progress: OnProgress<'_>,
    ) -> Result<Processed, ProcessingError> {
        self.check_knowledge_base(request)?;
        let question = self.question(provider, endpoint, request);
        let accept = |bytes: &[u8]| {
            let kept: Kept = serde_json::from_slice(bytes).ok()?;
            let model = guard::examine(&kept.reply, &question.text, &request.hints).ok()?;
            Some(Answered {
                kept,
                model,
                usage: Usage::default(),
            })
        };
        let fetch = async {
            let answered = self.converse(endpoint, &question, on_progress).await?;
            // An answer that cannot be written is not kept, and nothing else is wrong with it.
            let bytes = serde_json::to_vec(&answered.kept).unwrap_or_default();
            Ok::<_, ProcessingError>((answered, bytes))
        };
        let (answered, outcome) = match &self.0.caches {
            Some(caches) => {
                caches
                    .get_or_fetch(&question.cache_key(), accept, fetch)
                    .await?
            }
            None => (fetch.await.map(|(answered, _)| answered)?, Outcome::Miss),
        };
        Ok(question.processed(answered, outcome))
    }

    /// Asks until an answer is accepted, or the guard refuses another repair.
    async fn converse(
        &self,
        endpoint: &Endpoint,
        question: &Question<'_>,
        on_progress: OnProgress<'_>,
    ) -> Result<Answered, ProcessingError> {
        let passages = self.passages(question).await;
        let prompt = question.prompt(&passages)?;
        let mut request = question.model_request(&prompt);
        let mut repairs = Repairs::default();
        let mut usage = Usage::default();
        loop {
            self.ledger()
                .check(question.namespace(), Timestamp::now())?;
            let reply = endpoint.model.complete(&request, on_progress).await?;
            self.charge(
                question.namespace(),
                Timestamp::now(),
                Spending::of(&reply.usage, endpoint.options.price.as_ref()),
            );
            usage.add(reply.usage);
            match guard::examine(&reply.text, &question.text, question.hints()) {
                Ok(model) => {
                    self.judged(GuardMetrics::accepted, question.provider);
                    return Ok(Answered {
                        kept: kept(reply.text, &repairs, &prompt),
                        model,
                        usage,
                    });
                }
                Err(findings) => {
                    tracing::debug!(?findings, "an answer has to be repaired");
                    let rule = findings.first().map_or("None", |finding| finding.rule);
                    match repairs.next(&reply.text, findings) {
                        Ok(turns) => {
                            self.judged(
                                |verdicts, provider| verdicts.repaired(provider, rule),
                                question.provider,
                            );
                            request.turns.extend(turns);
                        }
                        Err(refusal) => {
                            self.judged(
                                |verdicts, provider| verdicts.refused(provider, rule),
                                question.provider,
                            );
                            return Err(ProcessingError::Refused {
                                provider: question.provider,
                                refusal,
                            });
                        }
                    }
                }
            }
        }
    }

    fn judged(&self, verdict: impl FnOnce(&GuardMetrics, &str), provider: Provider) {
        if let Some(verdicts) = &self.0.verdicts {
            verdict(verdicts, provider.as_str());
        }
    }

    /// The passages that fit; a knowledge base that does not answer costs the passages, not the intent.
    async fn passages(&self, question: &Question<'_>) -> Vec<Passage> {
        let (Some(Knowledge { base, .. }), Some(query)) = (&self.0.knowledge, question.query())
        else {
            return Vec::new();
        };
        let search = async || {
            base.search(&query).await.map(|found| {
                let bytes = serde_json::to_vec(&found).unwrap_or_default();
                (found, bytes)
            })
        };
        let found = match &self.0.caches {
            Some(caches) => {
                let key = CacheKey::rag_context(&(base.digest(), question.query_influences()));
                let accept = |bytes: &[u8]| serde_json::from_slice::<Vec<Passage>>(bytes).ok();
                caches
                    .get_or_fetch(&key, accept, search())
                    .await
                    .map(|(found, _)| found)
            }
            None => search().await.map(|(found, _)| found),
        };
        found.unwrap_or_else(|error| {
            tracing::warn!(error = explained(&error), "no passages");
            Vec::new()
        })
    }

    fn ledger(&self) -> std::sync::MutexGuard<'_, Ledger> {
        // A ledger that a panic left is at worst short of one answer.
        self.0.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn kept(reply: String, repairs: &Repairs, prompt: &Prompt) -> Kept {
    Kept {
        reply,
        repairs: repairs.count(),
        prompt_digest: prompt.digest.clone(),
        documents: prompt
            .passages
            .iter()
            .map(|passage| RetrievedDocument {
                id: passage.id.clone(),
                score: passage.score,
            })
            .collect(),
    }
}

fn by_parser(request: &ProcessingRequest) -> Processed {
    Processed {
        understanding: understand(&request.text, &request.hints),
        provenance: Provenance {
            provider: Provider::Builtin,
            model: None,
            prompt_digest: None,
            schema_digest: None,
            cache: None,
            documents: Vec::new(),
            repairs: 0,
        },
        usage: None,
        passed_over: Vec::new(),
    }
}
