//! Network functions, their names, versions and numbers of replicas.

use nephoran_api::FunctionRequest;

use super::Check;
use crate::builtin::term::{Direction, Link, Noun, Term, Verb};
use crate::guard::evidence::close;
use crate::guard::figure::{About, Measure};

pub(super) fn check(check: &mut Check<'_>) {
    let requests = &check.model.network_functions;
    for (index, request) in requests.iter().enumerate() {
        let path = format!("/networkFunctions/{index}");
        let earlier = requests[..index].iter();
        if earlier
            .clone()
            .any(|known| known.function_type == request.function_type && known.name == request.name)
        {
            check.note(
                "DuplicateFunction",
                &path,
                format!("{} stands in the list twice", request.function_type),
            );
        }
        if !check.evidence.functions.contains(&request.function_type) {
            check.note(
                "UnsupportedFunction",
                format!("{path}/type"),
                format!(
                    "neither the text nor targetComponents ask for {}; leave it out",
                    request.function_type
                ),
            );
        }
        names(check, request, &path);
        changes(check, request, &path);
        contradictions(check, request, &path);
    }
}

fn names(check: &mut Check<'_>, request: &FunctionRequest, path: &str) {
    let read = |test: &dyn Fn(&FunctionRequest) -> bool| {
        check.evidence.reading.network_functions.iter().any(test)
    };
    if let Some(name) = &request.name {
        let known = check.evidence.labels.contains(name)
            || read(&|known| known.name.as_ref() == Some(name));
        if !known {
            check.unsupported_words(format!("{path}/name"), name);
        }
    }
    if let Some(version) = &request.version {
        let bare = |version: &str| version.trim_start_matches('v').to_owned();
        let wanted = bare(version);
        let known = check
            .evidence
            .versions
            .iter()
            .any(|known| bare(known) == wanted)
            || read(&|known| known.version.as_deref().map(bare).as_ref() == Some(&wanted));
        if !known {
            check.unsupported_words(format!("{path}/version"), version);
        }
    }
}

/// Whether a number of this use counts replicas.
const fn counts_replicas(about: About) -> bool {
    matches!(about, About::Nothing | About::Noun(Noun::Replica))
}

fn changes(check: &mut Check<'_>, request: &FunctionRequest, path: &str) {
    let FunctionRequest {
        replicas,
        scale_by,
        scale_factor,
        ..
    } = request;
    let ways = [
        replicas.is_some(),
        scale_by.is_some(),
        scale_factor.is_some(),
    ];
    if ways.iter().filter(|set| **set).count() > 1 {
        check.note(
            "SeveralChanges",
            path,
            "only one of replicas, scaleBy and scaleFactor can be set",
        );
    }
    let reading = check.evidence.reading.network_functions.iter();
    let same = reading
        .clone()
        .filter(|known| known.function_type == request.function_type);
    if let Some(count) = replicas {
        let read = same.clone().any(|known| known.replicas == Some(*count));
        if !read
            && !check
                .evidence
                .number(Measure::Count, f64::from(*count), counts_replicas)
        {
            check.unsupported_number(format!("{path}/replicas"), count);
        }
    }
    if let Some(difference) = scale_by {
        let read = same
            .clone()
            .any(|known| known.scale_by == Some(*difference));
        if !read && !supports_difference(check, *difference) {
            check.unsupported_number(format!("{path}/scaleBy"), difference);
        }
    }
    if let Some(factor) = scale_factor {
        let read = same.clone().any(|known| {
            known
                .scale_factor
                .is_some_and(|known| close(known, *factor))
        });
        if !(factor.is_finite() && *factor > 0.0 && *factor <= 1000.0) {
            check.out_of_range(format!("{path}/scaleFactor"), "above 0 and at most 1000");
        } else if !read && !supports_factor(check, *factor) {
            check.unsupported_number(format!("{path}/scaleFactor"), factor);
        }
    }
}

fn supports_difference(check: &Check<'_>, difference: i32) -> bool {
    let evidence = check.evidence;
    let one_more = difference.unsigned_abs() == 1 && evidence.has(Term::Link(Link::More));
    let number = evidence.number(Measure::Count, f64::from(difference).abs(), counts_replicas);
    let down = evidence.any(|term| {
        matches!(
            term,
            Term::Verb(Verb::Shrink | Verb::Remove)
                | Term::Link(Link::Fewer | Link::DownTo)
                | Term::Direction(Direction::Downlink)
        )
    });
    let up = evidence.any(|term| {
        matches!(
            term,
            Term::Verb(Verb::Grow | Verb::Add | Verb::Scale | Verb::Need | Verb::Deploy)
                | Term::Link(Link::More)
        )
    });
    (number || one_more) && if difference < 0 { down } else { up }
}

fn supports_factor(check: &Check<'_>, factor: f64) -> bool {
    let evidence = check.evidence;
    let multiplied = evidence.any(
        |term| matches!(term, Term::Multiply(tenths) if close(f64::from(*tenths) / 10.0, factor)),
    );
    let said = evidence.number(Measure::Count, factor, |about| {
        matches!(about, About::Noun(Noun::Factor) | About::Nothing)
    }) && evidence.any(|term| {
        matches!(
            term,
            Term::Verb(Verb::Scale | Verb::Grow | Verb::Shrink) | Term::Noun(Noun::Factor)
        )
    });
    let percent = ((factor - 1.0) * 100.0).abs();
    let share = |figure: &crate::guard::figure::Figure| {
        figure.measure == Measure::Percent
            && (figure.value - percent).abs() < 1e-6
            && counts_replicas(figure.about)
    };
    multiplied || said || evidence.figures.iter().any(share)
}

/// Two numbers that both stand in the text must not change places.
fn contradictions(check: &mut Check<'_>, request: &FunctionRequest, path: &str) {
    if !check.evidence.sure {
        return;
    }
    let change =
        |request: &FunctionRequest| (request.replicas, request.scale_by, request.scale_factor);
    let wanted = change(request);
    let mut same = check
        .evidence
        .reading
        .network_functions
        .iter()
        .filter(|known| {
            known.function_type == request.function_type
                && (request.name.is_none() || known.name == request.name)
        });
    let (Some(known), None) = (same.next(), same.next()) else {
        return;
    };
    if wanted == (None, None, None) || wanted == change(known) {
        return;
    }
    let said = match change(known) {
        (Some(replicas), _, _) => format!("{replicas} replicas"),
        (_, Some(difference), _) => format!("{difference:+} replicas"),
        (_, _, Some(factor)) => format!("{factor} times the replicas"),
        _ => "nothing about replicas".to_owned(),
    };
    check.contradiction(path, said);
}
