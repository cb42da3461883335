//! Layout, environment, mesh, security and monitoring: words that mean something by themselves.

use nephoran_api::DeploymentPattern;

use super::Parser;
use crate::builtin::draft::VerbUse;
use crate::builtin::term::{Metric, Noun, Term, Verb};

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let term = parser.term(at)?;
    if matches!(term, Term::Stop | Term::Link(_) | Term::Verb(_)) {
        return None;
    }
    let words = parser.slice(at..at + 1);
    if orders_test(parser, at, term) {
        parser.take(at..at + 1, "an unknown order");
        parser.draft.ask(words, format!("\"{words}\" is not a verb this product knows: what should happen, e.g. deploy, scale, upgrade, remove?"));
        return Some(at + 1);
    }
    let wanted = !parser.negated(at);
    let meaning = meaning(parser, term, wanted, words)?;
    // "nobody without an OAuth2 token" refuses twice.
    let refusal = |before: &usize| {
        !wanted || parser.link(*before) == Some(crate::builtin::term::Link::Without)
    };
    if let Some(before) = parser.before(at).filter(refusal) {
        parser.taken[before] = true;
    }
    parser.take(at..at + 1, meaning);
    imply_switch(parser, at, term, words, wanted);
    // "delete the test AMF" is about the AMF.
    if !matches!(term, Term::Environment(_) | Term::Pattern(_)) {
        parser.verb_has_other_object();
    }
    Some(at + 1)
}

/// "test the AMF": what stands in front of an article is no environment.
fn orders_test(parser: &Parser<'_>, at: usize, term: Term) -> bool {
    matches!(term, Term::Environment(_))
        && matches!(parser.word(at), "test" | "trial")
        && matches!(parser.word(at + 1), "the" | "this" | "our")
        && parser.heads_clause(at)
        && parser.draft.verbs.is_empty()
}

/// "AMF and SMF: service mesh on", "monitoring off": switches something of what is there where no verb does.
fn imply_switch(parser: &mut Parser<'_>, at: usize, term: Term, words: &str, wanted: bool) {
    let switched = matches!(
        term,
        Term::Noun(Noun::Mesh | Noun::Monitoring) | Term::Encryption(_) | Term::Authentication(_)
    );
    let on = matches!(parser.word(at + 1), "on" | "off") && super::count::closes(parser, at + 2);
    // "stop monitoring the TWIF"
    let stopped = parser
        .before(at)
        .is_some_and(|before| matches!(parser.word(before), "stop" | "cease" | "end"));
    // "the service mesh is to be disabled on the UPF"
    // "no service mesh for the UPF, please"
    let first = parser.before(at).is_none_or(|before| before == 0);
    let refused = !wanted && (parser.is_off(at) || first);
    if switched
        && (on || stopped || refused || is_labelled(parser, at))
        && parser.draft.verbs.is_empty()
    {
        parser.imply_verb(Verb::Configure, words);
    }
}

/// "auth for NRF: `OAuth2`", "encryption of the SEPP: mTLS": a setting behind a label that names it and its functions.
fn is_labelled(parser: &Parser<'_>, at: usize) -> bool {
    const LABELS: &[&str] = &[
        "auth",
        "authn",
        "authz",
        "authentication",
        "authorisation",
        "authorization",
        "encryption",
        "security",
        "transport",
    ];
    let colon = at
        .checked_sub(1)
        .filter(|colon| matches!(parser.symbol(*colon), Some(':' | '=')));
    let line = colon.and_then(|colon| {
        (0..colon)
            .rev()
            .find(|index| *index == 0 || parser.begins_line(*index))
    });
    line.is_some_and(|line| {
        let word = parser
            .lexemes
            .get(line)
            .map_or("", |lexeme| parser.tokens[lexeme.first].norm.as_ref());
        LABELS.contains(&word) && !parser.group.is_empty()
    })
}

/// Writes what a term means to the draft.
fn meaning(parser: &mut Parser<'_>, term: Term, wanted: bool, words: &str) -> Option<String> {
    Some(match term {
        Term::Pattern(pattern) => {
            set_pattern(parser, pattern, wanted, words);
            format!("pattern {pattern:?}")
        }
        Term::Environment(environment) => {
            parser.draft.set(
                |draft| &mut draft.environment,
                environment,
                "environment",
                words,
            );
            format!("environment {environment:?}").to_lowercase()
        }
        Term::Noun(noun @ (Noun::Mesh | Noun::Monitoring)) => switch(parser, noun, wanted, words),
        Term::Kpi(kpi) => observe(parser, kpi),
        Term::Noun(Noun::Registrations) if watches(parser) => {
            observe(parser, "registration-success-rate")
        }
        Term::Metric(metric) if watches(parser) => observe(parser, kpi_name(metric)),
        Term::Authentication(mechanism) => {
            secure(parser, mechanism, wanted, |security| {
                &mut security.authentication
            });
            format!("authentication {mechanism}")
        }
        Term::Encryption(mechanism) => {
            secure(parser, mechanism, wanted, |security| {
                &mut security.encryption
            });
            format!("encryption {mechanism}")
        }
        Term::Isolation(level) => {
            parser.draft.set(
                |draft| &mut draft.security.isolation,
                level.to_owned(),
                "isolation level",
                words,
            );
            format!("isolation {level}")
        }
        _ => return None,
    })
}

/// "service mesh", "no monitoring".
fn switch(parser: &mut Parser<'_>, noun: Noun, wanted: bool, words: &str) -> String {
    let draft = &mut parser.draft;
    if noun == Noun::Mesh {
        let what = "choice about the service mesh";
        draft.set(
            |draft| &mut draft.policies.service_mesh,
            wanted,
            what,
            words,
        );
        format!("service mesh {wanted}")
    } else {
        let what = "choice about monitoring";
        draft.set(|draft| &mut draft.monitoring, wanted, what, words);
        format!("monitoring {wanted}")
    }
}

fn set_pattern(parser: &mut Parser<'_>, pattern: DeploymentPattern, wanted: bool, words: &str) {
    if !wanted {
        parser.draft.ask(
            words,
            format!("\"{words}\" is refused; which layout is wanted instead?"),
        );
    } else if pattern == DeploymentPattern::Edge {
        parser.draft.placement.edge = Some(true);
    } else {
        parser
            .draft
            .set(|draft| &mut draft.pattern, pattern, "layout", words);
    }
}

fn secure(
    parser: &mut Parser<'_>,
    mechanism: &str,
    wanted: bool,
    field: fn(&mut nephoran_api::SecurityRequest) -> &mut Vec<String>,
) {
    let mechanisms = field(&mut parser.draft.security);
    if !wanted {
        parser.draft.assume(format!("{mechanism} is not asked for"));
    } else if !mechanisms.iter().any(|known| known == mechanism) {
        mechanisms.push(mechanism.to_owned());
    }
}

/// Whether the governing verb observes.
fn watches(parser: &Parser<'_>) -> bool {
    let monitors = |used: &VerbUse| used.is_any(&["monitor", "observe", "watch"]);
    parser.draft.monitoring == Some(true) || parser.draft.verbs.last().is_some_and(monitors)
}

/// Adds an indicator to observe, and answers its meaning.
fn observe(parser: &mut Parser<'_>, kpi: &str) -> String {
    parser.draft.monitoring.get_or_insert(true);
    if !parser.draft.kpis.iter().any(|known| known == kpi) {
        parser.draft.kpis.push(kpi.to_owned());
    }
    format!("indicator {kpi}")
}

const fn kpi_name(metric: Metric) -> &'static str {
    match metric {
        Metric::Latency => "latency",
        Metric::Jitter => "jitter",
        Metric::Throughput => "throughput",
        Metric::Availability => "availability",
        Metric::PacketErrorRate => "packet-error-rate",
        Metric::Cost => "cost",
        Metric::Energy => "energy",
        Metric::Performance => "performance",
    }
}
