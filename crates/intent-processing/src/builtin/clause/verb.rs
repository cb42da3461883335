//! Verbs: what is asked for.

use super::Parser;
use crate::builtin::draft::{Change, VerbUse};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Term, Verb};

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    match parser.term(at)? {
        Term::Verb(Verb::Deny) => {
            let words = parser.words(at..at + 1);
            parser.taken[at] = true;
            parser.draft.ask(&words, format!("everything that is not admitted is denied already; instead of \"{words}\", write which function may reach which, e.g. \"only SMF may reach UPF on N4\""));
            Some(at + 1)
        }
        // "ensure that AMF and SMF run on one node", "the UPF we run": a state, not a request.
        Term::Verb(Verb::Deploy)
            if matches!(
                parser.lower(at).as_str(),
                "run" | "host" | "deploys" | "start"
            ) && (matches!(
                parser.term(parser.skip_stops(at + 1)),
                Some(Term::Together | Term::Apart)
            ) || (parser.verb().is_some()
                && parser
                    .before(at)
                    .is_some_and(|before| parser.named(before).is_some()))) =>
        {
            parser.take(at..at + 1, "state");
            Some(at + 1)
        }
        // "take two replicas away from the CHF"
        Term::Stop
            if matches!(parser.kind(at + 1), Some(Kind::Number(_)))
                && parser.lower(at) == "take" =>
        {
            parser.begin_clause(at, Verb::Remove);
            Some(at + 1)
        }
        Term::Verb(verb) => {
            parser.begin_clause(at, verb);
            Some(at + 1)
        }
        Term::Multiply(tenths) => {
            let factor = f64::from(tenths) / 10.0;
            let words = parser.words(at..at + 1);
            let halves = matches!(words.to_lowercase().as_str(), "by half" | "in half");
            let towards =
                parser.before(at).and_then(|before| parser.link(before)) == Some(Link::To);
            let said_of_group = words.ends_with(['d', 'D']) && !parser.group.is_empty();
            if said_of_group && parser.verb().is_none() {
                parser.imply_verb(Verb::Scale, &words);
            }
            let behind = halves || said_of_group || (towards && !parser.group.is_empty());
            if behind {
                parser.take(at..at + 1, format!("replicas times {factor}"));
                parser.change_group(Change::Times(factor), &words);
            } else {
                parser.begin_clause(at, Verb::Scale);
                parser.await_function(Change::Times(factor), &words);
            }
            Some(at + 1)
        }
        // "Limit the memory of AMF to 4Gi": the word that bounds a number is a verb at the head of a clause.
        Term::Link(Link::Maximum)
            if matches!(parser.lower(at).as_str(), "limit" | "cap") && parser.heads_clause(at) =>
        {
            parser.begin_clause(at, Verb::Set);
            Some(at + 1)
        }
        _ => None,
    }
}

impl Parser<'_> {
    fn begin_clause(&mut self, at: usize, verb: Verb) {
        let words = self.words(at..at + 1);
        self.take(at..at + 1, format!("verb {verb:?}"));
        self.draft.verbs.push(VerbUse::new(verb, &words));
        self.group_open = false;
        self.pending = None;
    }

    /// Notes a verb that the grammar of a clause implies.
    pub(super) fn imply_verb(&mut self, verb: Verb, words: &str) {
        self.draft.verbs.push(VerbUse {
            other_object: true,
            ..VerbUse::new(verb, words)
        });
    }

    /// Whether nothing stands between `at` and the beginning of its clause.
    pub(super) fn heads_clause(&self, at: usize) -> bool {
        match self.before(at) {
            None => true,
            Some(before) => self.link(before) == Some(Link::And) || self.symbol(before).is_some(),
        }
    }
}
