//! Network functions, lists of them, and functions that are left out.

use std::ops::Range;

use nephoran_telecom::NetworkFunctionType;

use super::Parser;
use super::set::{heads_a_text, listed_behind, only_describes};
use crate::builtin::draft::Mention;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{FunctionSet, Link, Noun, Term, Verb};

/// What one lexeme names.
#[derive(Clone, Copy)]
pub(super) enum Named {
    One(NetworkFunctionType),
    Set(FunctionSet),
}

impl Named {
    /// Whether a set of functions is named by one name.
    pub(super) const fn is_set(self) -> bool {
        matches!(self, Self::Set(_))
    }

    /// The functions it stands for.
    const fn functions(&self) -> &[NetworkFunctionType] {
        match self {
            Self::One(function) => std::slice::from_ref(function),
            Self::Set(set) => set.members(),
        }
    }
}

/// "AMF", "the SMF", "5G core", "upf-edge-1".
pub(super) fn mention(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let named = parser.named(at)?;
    let words = parser.slice(at..at + 1);
    if parser.excluding {
        return Some(leave_out(parser, at..at + 1, named));
    }
    if let Named::Set(set) = named
        && listed_behind(parser, at, set)
    {
        parser.take(at..at + 1, meaning(named));
        parser.define_set(set, words);
        return Some(at + 1);
    }
    if let Some(off) = left_out_behind(parser, at, named.functions()) {
        return Some(leave_out(parser, at..off + 1, named));
    }
    if let Named::Set(set) = named
        && (only_describes(parser, at, set) || heads_a_text(parser, at))
    {
        parser.take(at..at + 1, "description");
        parser.draft.assume(format!(
            "\"{words}\" only describes the functions that are named"
        ));
        return Some(at + 1);
    }
    let (name, next) = name_of(parser, at, named);
    parser.take(at..next, meaning(named));
    parser.group_open &= !((!named.is_set() && beside_set(parser, at))
        || apart_from_list(parser, at)
        || (name.is_none() && is_named_again(parser, named)));
    if let Named::Set(set) = named {
        let members: Vec<&str> = set.members().iter().map(|member| member.as_str()).collect();
        parser
            .draft
            .assume(format!("\"{words}\" is read as {}", members.join(", ")));
    }
    parser.name_functions(named.functions(), named.is_set(), name.as_deref());
    Some(next)
}

fn meaning(named: Named) -> String {
    match named {
        Named::Set(set) => format!("functions of the {}", set.name()),
        Named::One(function) => format!("function {function}"),
    }
}

/// Excludes what is named, and answers the lexeme behind the words that say so.
fn leave_out(parser: &mut Parser<'_>, range: Range<usize>, named: Named) -> usize {
    let end = range.end;
    parser.take(range, "function left out");
    parser.exclude(named.functions());
    end
}

/// The name of what is named at `at`, and the lexeme behind both: "SCP named scp-east", "upf-edge-1", AMF "amf-7".
fn name_of(parser: &Parser<'_>, at: usize, named: Named) -> (Option<String>, usize) {
    match (parser.kind(at), parser.kind(at + 1)) {
        (_, Some(Kind::Label(name))) => (Some(name.clone()), at + 2),
        (Some(Kind::Instance(_, name)), _) => (Some(name.clone()), at + 1),
        _ => match instance_behind(parser, at, named.functions()) {
            Some((name, behind)) => (Some(name), behind),
            None => (None, at + 1),
        },
    }
}

/// "AF and O-eNB: AF 2 replicas, O-eNB 1": who is named again is named by himself.
fn is_named_again(parser: &Parser<'_>, named: Named) -> bool {
    let known = |function: &NetworkFunctionType| {
        parser
            .group
            .iter()
            .any(|index| parser.draft.functions[*index].request.function_type == *function)
    };
    parser.group.len() > 1 && named.functions().iter().all(known)
}

/// "an SCP, to be named scp-east", "name: scp-east": the name of the one function named last.
pub(super) fn label(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let Kind::Label(name) = parser.kind(at)?.clone() else {
        return None;
    };
    let [index] = parser.group[..] else {
        return None;
    };
    let request = &mut parser.draft.functions[index].request;
    if request.name.is_some() {
        return None;
    }
    request.name = Some(name);
    parser.take(at..at + 1, "name of the function");
    Some(at + 1)
}

/// The words behind a function that leave it out: "a 5G core; NSSF not needed", "O-CU: not in scope", "HSS excluded".
fn left_out_behind(
    parser: &Parser<'_>,
    at: usize,
    functions: &[NetworkFunctionType],
) -> Option<usize> {
    // "…: not in scope", ", which is not needed"
    let at = at + usize::from(matches!(parser.word(at + 1), "too" | "also"));
    let relative = parser.symbol(at + 1) == Some(',') && parser.word(at + 2) == "which";
    let colon = usize::from(parser.symbol(at + 1) == Some(':') || relative);
    let off = parser.skip_stops(at + 1 + colon);
    let unhooked = parser.link(off + 1) == Some(Link::From);
    let excluded = (at + 1..=off).find(|index| parser.word(*index) == "excluded");
    if let Some(excluded) = excluded.filter(|index| parser.link(index + 1) != Some(Link::From)) {
        return Some(excluded);
    }
    if parser.link(off) != Some(Link::Off) || unhooked {
        return None;
    }
    let words = parser.lower(off);
    // "install AMF and SMF …. NSSF is not required"
    let others = deploys_others(parser, at, functions) && !words.contains("no longer");
    let outside = others
        || ["out", "excluded", "omitted", "included", "scope"]
            .iter()
            .any(|word| words.ends_with(word));
    (outside || parser.is_of_set(functions)).then_some(off)
}

/// Whether a text deploys other functions, and nothing else is said of these: what is not needed is not there yet.
fn deploys_others(parser: &Parser<'_>, at: usize, functions: &[NetworkFunctionType]) -> bool {
    let deploys = (0..parser.lexemes.len()).any(|index| {
        parser.term(index) == Some(Term::Verb(Verb::Deploy)) && !parser.background[index]
    });
    let others = (0..parser.lexemes.len()).filter(|index| {
        *index != at
            && !parser.background[*index]
            && parser.named(*index).is_some_and(|named| !named.is_set())
    });
    let mut named = others
        .flat_map(|index| parser.named_functions(index))
        .peekable();
    let still = (at + 1..at + 6)
        .any(|index| matches!(parser.lower(index), "any more" | "anymore" | "any longer"));
    deploys
        && !still
        && named.peek().is_some()
        && named.all(|function| !functions.contains(&function))
}

/// "5G core with P-CSCF x2": a function named beside a set is no part of what is said of the set.
fn beside_set(parser: &Parser<'_>, at: usize) -> bool {
    let joined = parser
        .before(at)
        .is_some_and(|before| parser.link(before).is_some_and(Link::joins));
    let behind_set = !parser.group.is_empty()
        && parser
            .group
            .iter()
            .all(|index| parser.draft.functions[*index].from_set);
    behind_set && !joined
}

/// The name of an instance right behind its function: AMF "amf-7".
fn instance_behind(
    parser: &Parser<'_>,
    at: usize,
    functions: &[NetworkFunctionType],
) -> Option<(String, usize)> {
    let quote = |index: usize| matches!(parser.symbol(index), Some('"' | '\'' | '“' | '”' | '`'));
    // "UPF instance upf-edge-2"
    let replica = usize::from(
        parser.noun(at + 1) == Some(Noun::Replica)
            && matches!(parser.kind(at + 2), Some(Kind::Instance(..))),
    );
    let name = at + 1 + replica + usize::from(quote(at + 1));
    match parser.kind(name)? {
        Kind::Instance(function, label) if functions == [*function] => {
            Some((label.clone(), name + 1 + usize::from(quote(name + 1))))
        }
        _ => None,
    }
}

/// Whether the function at `at` begins anew: behind the end of a sentence, behind "plus", or as one where several are
/// counted ("3 replicas of the SMF and a UPF").
fn apart_from_list(parser: &Parser<'_>, at: usize) -> bool {
    let Some(before) = parser.before(at) else {
        return false;
    };
    // "user plane at the edge: AMF x2, …"
    let headed = parser.symbol(before) == Some(':')
        && before > 0
        && parser.named(before - 1).is_none()
        && !parser.is_stop(before - 1);
    let row = parser.symbol(before) == Some('|') && parser.begins_line(before);
    let ended = headed || row || matches!(parser.symbol(before), Some(';' | '.'));
    // "3 AMF replicas plus a UPF"; "AMF plus UPF" and "2 replicas each of AMF plus UPF" are lists.
    let repeated = parser
        .pending
        .as_ref()
        .is_some_and(|(_, words)| super::anaphor::is_same(words));
    let counted = parser.pending_claimed
        && !repeated
        && !(at.saturating_sub(super::REACH)..before)
            .any(|index| parser.link(index) == Some(Link::Each));
    let added = counted
        && parser.verb() != Some(Verb::Maintain)
        && matches!(parser.lower(before), "plus" | "as well as" | "along with");
    let single = parser.pending_claimed
        && at
            .checked_sub(1)
            .is_some_and(|article| matches!(parser.word(article), "a" | "an"));
    ended || added || single
}

impl Parser<'_> {
    /// What the lexeme at `at` names, if it names functions.
    pub(super) fn named(&self, at: usize) -> Option<Named> {
        match *self.kind(at)? {
            Kind::Term(Term::Function(function)) | Kind::Instance(function, _) => {
                Some(Named::One(function))
            }
            Kind::Term(Term::Set(set)) => Some(Named::Set(set)),
            Kind::Term(Term::Core) if !self.is_processor_core(at) => {
                Some(Named::Set(FunctionSet::Core))
            }
            _ => None,
        }
    }

    /// Whether functions are named so far only by a set they belong to.
    fn is_of_set(&self, functions: &[NetworkFunctionType]) -> bool {
        functions.iter().all(|function| {
            self.draft
                .functions
                .iter()
                .any(|mention| mention.from_set && mention.request.function_type == *function)
        })
    }

    pub(super) fn exclude(&mut self, functions: &[NetworkFunctionType]) {
        for function in functions {
            if !self.draft.excluded.contains(function) {
                self.draft.excluded.push(*function);
            }
        }
    }

    /// A set consists of what is listed behind it, also where it was named before: "subject: core for the campus. We
    /// would like a 5G core: AMF, SMF".
    fn define_set(&mut self, set: FunctionSet, words: &str) {
        self.draft.assume(format!(
            "\"{words}\" is read as the functions that are listed behind it"
        ));
        let member = |mention: &Mention| {
            mention.from_set && set.members().contains(&mention.request.function_type)
        };
        self.draft.functions.retain(|mention| !member(mention));
        self.sentence.clear();
        self.group.clear();
        self.group_open = false;
    }

    /// The functions that the lexeme at `at` names.
    pub(super) fn named_functions(&self, at: usize) -> Vec<NetworkFunctionType> {
        self.named(at)
            .map(|named| named.functions().to_vec())
            .unwrap_or_default()
    }

    fn is_processor_core(&self, at: usize) -> bool {
        let counted = |index: usize| {
            matches!(
                self.kind(index),
                Some(Kind::Number(_) | Kind::Quantity(..) | Kind::Term(Term::Noun(Noun::Cpu)))
            )
        };
        self.word(at) == "cores" || at.checked_sub(1).is_some_and(counted)
    }

    /// The functions at and after `at` in one list, and the lexeme after the list.
    pub(super) fn function_list(&self, at: usize) -> (Vec<NetworkFunctionType>, usize) {
        let (mut functions, mut next) = (Vec::new(), at);
        loop {
            let mut start = self.skip_stops(next);
            if !functions.is_empty() {
                let joined = start;
                while self.link(start).is_some_and(Link::joins)
                    || matches!(self.symbol(start), Some(',' | '/' | '&'))
                    || self.is_stop(start)
                {
                    start += 1;
                }
                if start == joined {
                    return (functions, next);
                }
            }
            let Some(named) = self.named(start) else {
                return (functions, next);
            };
            functions.extend_from_slice(named.functions());
            next = start + 1;
        }
    }

    /// Ends "without …" at anything that is neither a function nor joins one.
    pub(super) fn end_exclusion(&mut self, at: usize) {
        if !self.excluding {
            return;
        }
        let continues = self.named(at).is_some()
            || self.is_stop(at)
            || self.link(at).is_some_and(Link::joins)
            || matches!(self.symbol(at), Some(',' | '/' | '&'));
        // "everything but the NSSF of the 5G core"
        let whole =
            self.word(at) == "of" && self.named(self.skip_stops(at)).is_some_and(Named::is_set);
        self.excluding = continues && !whole;
    }
}
