//! One question to one provider: everything that influences the answer, in one place. Pure.

use std::sync::{Arc, OnceLock};

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use nephoran_api::{CacheOutcome, Digest, IntentHints, Provenance, Provider, TokenUsage};
use serde_json::Value;

use super::{Answered, Processed, ProcessingRequest};
use crate::{
    Understanding,
    cache::{CacheKey, Outcome},
    configuration::{AnswerOptions, RetrievalSettings},
    guard,
    knowledge::{KnowledgeBase, Passage, Query},
    language_model::{EndpointOptions, ModelRequest, Role, Turn, Usage},
    normal_text::normalise,
    prompt::{self, Prompt, PromptError, PromptInput},
    understand,
};

/// A question, with what the configuration says where the intent does not.
pub(super) struct Question<'a> {
    pub(super) provider: Provider,
    /// The text as it is compared and asked: what nobody sees does not count.
    pub(super) text: String,
    endpoint: &'a EndpointOptions,
    request: &'a ProcessingRequest,
    model: &'a str,
    temperature: f64,
    max_tokens: u32,
    context_window: u32,
    streaming: bool,
    system_prompt: Option<&'a str>,
    /// Most passages and their lowest score; none when passages are not wanted.
    retrieval: Option<(u32, f64)>,
    knowledge_digest: Option<Digest>,
}

impl<'a> Question<'a> {
    pub(super) fn new(
        provider: Provider,
        endpoint: &'a EndpointOptions,
        answers: &'a AnswerOptions,
        retrieval: &RetrievalSettings,
        knowledge: Option<&dyn KnowledgeBase>,
        request: &'a ProcessingRequest,
    ) -> Self {
        let asked = &request.options;
        let wanted = asked
            .rag
            .as_ref()
            .map_or(retrieval.enabled, |rag| rag.enabled);
        let rag = asked.rag.clone().unwrap_or_default();
        Self {
            provider,
            text: normalise(&request.text),
            endpoint,
            request,
            model: asked.model.as_deref().unwrap_or(&endpoint.model),
            temperature: asked.temperature.unwrap_or(answers.temperature),
            max_tokens: asked.max_tokens.unwrap_or(answers.max_tokens),
            context_window: asked.context_window.unwrap_or(endpoint.context_window),
            streaming: asked.streaming.unwrap_or(answers.streaming),
            system_prompt: asked
                .system_prompt
                .as_deref()
                .or(answers.system_prompt.as_deref()),
            retrieval: wanted.then(|| {
                (
                    rag.max_documents.unwrap_or(retrieval.max_documents),
                    rag.retrieval_threshold.unwrap_or(retrieval.threshold),
                )
            }),
            knowledge_digest: knowledge.filter(|_| wanted).map(KnowledgeBase::digest),
        }
    }

    pub(super) fn namespace(&self) -> &str {
        &self.request.namespace
    }

    pub(super) const fn hints(&self) -> &IntentHints {
        &self.request.hints
    }

    /// Everything that influences the answer, and nothing else: not who asks, nor whether it is streamed.
    pub(super) fn cache_key(&self) -> CacheKey {
        CacheKey::llm_response(&serde_json::json!({
            "text": self.text,
            "hints": self.request.hints,
            "provider": self.provider,
            "url": self.endpoint.url,
            "model": self.model,
            "temperature": self.temperature,
            "maxTokens": self.max_tokens,
            "contextWindow": self.context_window,
            "systemPrompt": self.system_prompt,
            "prompt": prompt::VERSION,
            "schema": schema_digest(),
            "retrieval": self.retrieval,
            "knowledge": self.knowledge_digest,
        }))
    }

    /// What to look up; none when passages are not wanted.
    pub(super) fn query(&self) -> Option<Query> {
        let (max_documents, threshold) = self.retrieval?;
        Some(Query {
            text: self.text.clone(),
            max_documents: max_documents as usize,
            threshold,
        })
    }

    /// What influences the passages besides the knowledge base.
    pub(super) fn query_influences(&self) -> (&str, Option<(u32, f64)>) {
        (&self.text, self.retrieval)
    }

    pub(super) fn prompt(&self, passages: &[Passage]) -> Result<Prompt, PromptError> {
        prompt::compose(&PromptInput {
            text: &self.text,
            hints: &self.request.hints,
            passages,
            system_prompt: self.system_prompt,
            context_window: self.context_window,
            max_tokens: self.max_tokens,
        })
    }

    pub(super) fn model_request(&self, prompt: &Prompt) -> ModelRequest {
        ModelRequest {
            model: self.model.to_owned(),
            system: prompt.system.clone(),
            turns: vec![Turn {
                role: Role::User,
                text: prompt.user.clone(),
            }],
            schema: schema(),
            temperature: self.temperature,
            max_tokens: self.max_tokens,
            streaming: self.streaming,
            priority: self.request.hints.priority,
        }
    }

    pub(super) fn processed(&self, answered: Answered, outcome: Outcome) -> Processed {
        let Answered { kept, model, usage } = answered;
        // What the parser recognises explains the text, whoever understood it.
        let recognised = understand(&self.request.text, &self.request.hints);
        Processed {
            understanding: Understanding {
                confidence: guard::confidence(
                    &model,
                    &self.text,
                    &self.request.hints,
                    kept.repairs,
                ),
                model,
                spans: recognised.spans,
                entities: recognised.entities,
            },
            provenance: Provenance {
                provider: self.provider,
                model: Some(self.model.to_owned()),
                prompt_digest: Some(kept.prompt_digest),
                schema_digest: Some(schema_digest().clone()),
                cache: Some(match outcome {
                    Outcome::Hit(_) => CacheOutcome::Hit,
                    Outcome::Miss => CacheOutcome::Miss,
                }),
                documents: kept.documents,
                repairs: kept.repairs.into(),
            },
            usage: (outcome == Outcome::Miss).then(|| self.token_usage(&usage)),
            passed_over: Vec::new(),
        }
    }

    fn token_usage(&self, usage: &Usage) -> TokenUsage {
        let cost = self.endpoint.price.as_ref().map(|price| price.cost(usage));
        TokenUsage {
            prompt_tokens: usage.prompt_tokens,
            completion_tokens: usage.completion_tokens,
            total_tokens: usage.prompt_tokens.saturating_add(usage.completion_tokens),
            estimated_cost: cost.map(|cost| Quantity(cost.to_string())),
        }
    }
}

fn schema() -> Arc<Value> {
    static SCHEMA: OnceLock<Arc<Value>> = OnceLock::new();
    SCHEMA.get_or_init(|| Arc::new(guard::schema())).clone()
}

fn schema_digest() -> &'static Digest {
    static DIGEST: OnceLock<Digest> = OnceLock::new();
    DIGEST.get_or_init(|| Digest::of(&*schema()))
}
