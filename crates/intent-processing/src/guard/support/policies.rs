//! Policies, security, monitoring, goals, layout and environment: each needs words that ask for it.

use nephoran_api::{AffinityKind, DeploymentPattern, NetworkRule};

use super::Check;
use crate::builtin::term::{Link, Noun, Place, Term, Verb};
use crate::guard::evidence::close;
use crate::guard::figure::Measure;

pub(super) fn check(check: &mut Check<'_>) {
    network(check);
    affinity(check);
    mesh(check);
    security(check);
    monitoring(check);
    objectives(check);
    layout(check);
}

fn network(check: &mut Check<'_>) {
    let Some(policies) = check.model.policies.clone() else {
        return;
    };
    let read: Vec<NetworkRule> = check
        .evidence
        .reading
        .policies
        .clone()
        .map(|policies| policies.network)
        .unwrap_or_default();
    let speaks_of_reach = check.evidence.any(|term| {
        matches!(
            term,
            Term::Link(Link::MayReach | Link::Allow | Link::Only) | Term::Verb(Verb::Deny)
        )
    });
    for (index, rule) in policies.network.iter().take(64).enumerate() {
        let path = format!("/policies/network/{index}");
        if read.contains(rule) {
            continue;
        }
        let known = |function| check.evidence.functions.contains(function);
        let point = rule.point.as_ref().is_none_or(|point| {
            check
                .evidence
                .any(|term| matches!(term, Term::Point(known) if known.as_str() == point))
        });
        if !speaks_of_reach || !known(&rule.from) || !known(&rule.to) || !point {
            check.unsupported_words(path, &format!("traffic from {} to {}", rule.from, rule.to));
        } else if check.evidence.sure
            || read
                .iter()
                .any(|read| read.from == rule.to && read.to == rule.from)
        {
            check.contradiction(
                path,
                "no such rule, or another direction or reference point",
            );
        }
    }
    if policies.network.len() > 64 {
        check.out_of_range("/policies/network", "at most 64 rules");
    }
}

fn affinity(check: &mut Check<'_>) {
    let Some(policies) = check.model.policies.clone() else {
        return;
    };
    for (index, rule) in policies.affinity.iter().enumerate() {
        let path = format!("/policies/affinity/{index}");
        let word = match rule.kind {
            AffinityKind::Together => Term::Together,
            AffinityKind::Apart => Term::Apart,
        };
        let read = check
            .evidence
            .reading
            .policies
            .as_ref()
            .is_some_and(|policies| policies.affinity.contains(rule));
        let known = rule
            .functions
            .iter()
            .all(|function| check.evidence.functions.contains(function));
        let said = check.evidence.has(word) && known && !rule.functions.is_empty();
        if !read && !said {
            check.unsupported_words(path, &format!("functions {:?}", rule.kind).to_lowercase());
        }
    }
    if policies.affinity.len() > 64 {
        check.out_of_range("/policies/affinity", "at most 64 rules");
    }
}

fn mesh(check: &mut Check<'_>) {
    let wanted = check
        .model
        .policies
        .as_ref()
        .and_then(|policies| policies.service_mesh);
    let read = check
        .evidence
        .reading
        .policies
        .as_ref()
        .and_then(|policies| policies.service_mesh);
    if wanted.is_some() && wanted != read {
        check.unsupported_words(
            "/policies/serviceMesh",
            if wanted == Some(true) {
                "a service mesh"
            } else {
                "no service mesh"
            },
        );
    }
}

fn security(check: &mut Check<'_>) {
    let Some(wanted) = check.model.security.clone() else {
        return;
    };
    let read = check.evidence.reading.security.clone().unwrap_or_default();
    let lists = [
        ("authentication", wanted.authentication, read.authentication),
        ("encryption", wanted.encryption, read.encryption),
    ];
    for (list, mechanisms, read) in lists {
        for (index, mechanism) in mechanisms.iter().enumerate() {
            let known = read
                .iter()
                .any(|known| known.eq_ignore_ascii_case(mechanism))
                || check.evidence.says(mechanism);
            if !known {
                check.unsupported_words(format!("/security/{list}/{index}"), mechanism);
            }
        }
        if mechanisms.len() > 16 {
            check.out_of_range(format!("/security/{list}"), "at most 16 mechanisms");
        }
    }
    if let Some(level) = wanted
        .isolation
        .filter(|level| read.isolation.as_ref() != Some(level))
    {
        check.unsupported_words("/security/isolation", &level);
    }
}

fn monitoring(check: &mut Check<'_>) {
    let Some(wanted) = check.model.monitoring.clone() else {
        return;
    };
    let read = check.evidence.reading.monitoring.clone();
    let switched = read.as_ref().map(|read| read.enabled) == Some(wanted.enabled);
    if !switched {
        let words = if wanted.enabled {
            "monitoring"
        } else {
            "no monitoring"
        };
        check.unsupported_words("/monitoring/enabled", words);
    }
    let read = read.map(|read| read.kpis).unwrap_or_default();
    for (index, kpi) in wanted.kpis.iter().enumerate() {
        let named = check
            .evidence
            .any(|term| matches!(term, Term::Kpi(known) if *known == kpi.as_str()));
        if !read.contains(kpi) && !named && !check.evidence.says(kpi) {
            check.unsupported_words(format!("/monitoring/kpis/{index}"), kpi);
        }
    }
    if wanted.kpis.len() > 32 {
        check.out_of_range("/monitoring/kpis", "at most 32 indicators");
    }
}

fn objectives(check: &mut Check<'_>) {
    let objectives = check.model.objectives.clone();
    let first = objectives.first().map_or(1.0, |objective| objective.weight);
    for (index, objective) in objectives.iter().enumerate() {
        let path = format!("/objectives/{index}");
        let read = check
            .evidence
            .reading
            .objectives
            .iter()
            .any(|read| read.goal == objective.goal);
        let named = check.evidence.any(|term| match term {
            Term::Goal(goal) => *goal == objective.goal,
            Term::Metric(metric) => {
                metric.goal() == objective.goal
                    && check.model.action == nephoran_api::Action::Optimize
            }
            _ => false,
        });
        if !read && !named {
            check.unsupported_words(
                format!("{path}/goal"),
                &format!("{:?}", objective.goal).to_lowercase(),
            );
        }
        let weight = objective.weight;
        // Weights that nobody said are equal.
        let said = close(weight, first)
            || check
                .evidence
                .number(Measure::Percent, weight * 100.0, |_| true);
        if !(weight > 0.0 && weight <= 1.0) {
            check.out_of_range(format!("{path}/weight"), "above 0 and at most 1");
        } else if !said && !check.evidence.reading.objectives.contains(objective) {
            check.unsupported_number(format!("{path}/weight"), weight);
        }
        if objectives[..index]
            .iter()
            .any(|earlier| earlier.goal == objective.goal)
        {
            check.note("DuplicateGoal", path, "the goal stands in the list twice");
        }
    }
}

fn layout(check: &mut Check<'_>) {
    let reading = &check.evidence.reading;
    if let Some(pattern) = check.model.pattern {
        // "across three zones" and "in two clusters" ask for a layout without its name.
        let places = |place| check.evidence.has(Term::Noun(Noun::Places(place)));
        let spread = match pattern {
            DeploymentPattern::HighAvailability => places(Place::Zone),
            DeploymentPattern::Distributed => places(Place::Cluster) || places(Place::Region),
            _ => false,
        };
        if reading.pattern != Some(pattern)
            && !check.evidence.has(Term::Pattern(pattern))
            && !spread
        {
            check.unsupported_words("/pattern", &format!("{pattern:?}"));
        }
    }
    if let Some(environment) = check.model.environment {
        let said = reading.environment == Some(environment)
            || check.evidence.has(Term::Environment(environment));
        if !said {
            check.unsupported_words("/environment", &format!("{environment:?}").to_lowercase());
        }
    }
}
