//! Network functions, lists of them, and functions that are left out.

use nephoran_api::FunctionRequest;
use nephoran_telecom::NetworkFunctionType;

use super::Parser;
use super::set::{heads_a_text, listed_behind, only_describes};
use crate::builtin::draft::{Change, Mention, Scaled};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{FunctionSet, Link, Noun, Term, Verb};

/// What one lexeme names.
pub(super) struct Named {
    functions: Vec<NetworkFunctionType>,
    set: Option<FunctionSet>,
    instance: Option<String>,
}

impl Named {
    /// Whether a set of functions is named by one name.
    pub(super) fn is_set(&self) -> bool {
        self.set.is_some()
    }
}

/// "AMF", "the SMF", "5G core", "upf-edge-1".
pub(super) fn mention(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let named = parser.named(at)?;
    let words = parser.words(at..at + 1);
    let mut next = at + 1;
    if parser.excluding {
        parser.take(at..next, "function left out");
        parser.exclude(&named.functions);
        return Some(next);
    }
    if let Some(set) = named.set.filter(|set| listed_behind(parser, at, *set)) {
        parser.take(at..next, format!("functions of the {}", set.name()));
        parser.define_set(set, &words);
        return Some(next);
    }
    // "a 5G core; NSSF not needed"
    if let Some(off) = left_out_behind(parser, at, &named.functions) {
        parser.take(at..off + 1, "function left out");
        parser.exclude(&named.functions);
        return Some(off + 1);
    }
    if named
        .set
        .is_some_and(|set| only_describes(parser, at, set) || heads_a_text(parser, at))
    {
        parser.take(at..next, "description");
        parser.draft.assume(format!(
            "\"{words}\" only describes the functions that are named"
        ));
        return Some(next);
    }
    let label = match parser.kind(next) {
        Some(Kind::Label(label)) => Some(label.clone()),
        _ => named.instance,
    };
    let label_is_free = label.is_none();
    let meaning = match (named.set, named.functions.first()) {
        (Some(set), _) => format!("functions of the {}", set.name()),
        (None, Some(function)) => format!("function {function}"),
        (None, None) => "function".to_owned(),
    };
    if label.is_some() && matches!(parser.kind(next), Some(Kind::Label(_))) {
        next += 1;
    }
    let (label, next) = match instance_behind(parser, at, &named.functions) {
        Some((label, behind)) if label_is_free => (Some(label), behind),
        _ => (label, next),
    };
    parser.take(at..next, meaning);
    parser.group_open &= !(named.set.is_none() && beside_set(parser, at));
    parser.group_open &= !apart_from_list(parser, at);
    // "AF and O-eNB: AF 2 replicas, O-eNB 1": who is named again is named by himself.
    let again = parser.group.len() > 1
        && label.is_none()
        && named
            .functions
            .iter()
            .all(|function| parser.named_last().contains(function));
    parser.group_open &= !again;
    if let Some(set) = named.set {
        let members: Vec<&str> = set.members().iter().map(|member| member.as_str()).collect();
        parser
            .draft
            .assume(format!("\"{words}\" is read as {}", members.join(", ")));
    }
    parser.name_functions(&named.functions, named.set.is_some(), label.as_deref());
    Some(next)
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
        let set = |set: FunctionSet| Named {
            functions: set.members().to_vec(),
            set: Some(set),
            instance: None,
        };
        match self.kind(at)? {
            Kind::Term(Term::Function(function)) => Some(Named {
                functions: vec![*function],
                set: None,
                instance: None,
            }),
            Kind::Term(Term::Set(known)) => Some(set(*known)),
            Kind::Term(Term::Core) if !self.is_processor_core(at) => Some(set(FunctionSet::Core)),
            Kind::Instance(function, name) => Some(Named {
                functions: vec![*function],
                set: None,
                instance: Some(name.clone()),
            }),
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
            .map(|named| named.functions)
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
            functions.extend(named.functions);
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
        let whole = self.word(at) == "of"
            && self
                .named(self.skip_stops(at))
                .is_some_and(|named| named.set.is_some());
        self.excluding = continues && !whole;
    }

    /// Adds functions to the draft and to the group, and gives them what was said before them.
    pub(super) fn name_functions(
        &mut self,
        functions: &[NetworkFunctionType],
        from_set: bool,
        name: Option<&str>,
    ) {
        if !self.group_open {
            self.group.clear();
            self.shared = None;
            if self.pending_claimed {
                self.pending = None;
            }
            if self.version_claimed {
                self.pending_version = None;
                self.version_claimed = false;
            }
        }
        let indices: Vec<usize> = functions
            .iter()
            .map(|function| self.draft_function(*function, from_set, name))
            .collect();
        for index in &indices {
            if !self.group.contains(index) {
                self.group.push(*index);
            }
            if !self.sentence.contains(index) {
                self.sentence.push(*index);
            }
        }
        self.group_open = true;
        if let Some(used) = self.draft.verbs.last_mut() {
            used.named_first |= !used.other_object;
        }
        if let Some((change, _)) = self.pending {
            self.change_each(&indices, change, from_set);
            self.pending_claimed = true;
        }
        if let Some(version) = self.pending_version.clone() {
            self.set_version(&indices, &version);
            self.version_claimed = true;
        }
    }

    /// The functions of this sentence that no number was said of.
    pub(super) fn unnumbered(&self) -> Vec<usize> {
        let named = if self.sentence.is_empty() {
            &self.group
        } else {
            &self.sentence
        };
        let open = |index: &usize| {
            let request = &self.draft.functions[*index].request;
            (request.replicas, request.scale_by, request.scale_factor) == (None, None, None)
        };
        let open: Vec<usize> = named.iter().copied().filter(open).collect();
        let by_name = |index: &usize| !self.draft.functions[*index].from_set;
        if open.iter().any(by_name) {
            return open.into_iter().filter(by_name).collect();
        }
        open
    }

    /// The functions named together last.
    pub(super) fn named_last(&self) -> Vec<NetworkFunctionType> {
        self.group
            .iter()
            .map(|index| self.draft.functions[*index].request.function_type)
            .collect()
    }

    fn draft_function(
        &mut self,
        function: NetworkFunctionType,
        from_set: bool,
        name: Option<&str>,
    ) -> usize {
        let same = |mention: &Mention| {
            mention.request.function_type == function && mention.request.name.as_deref() == name
        };
        if let Some(index) = self.draft.functions.iter().position(same) {
            self.draft.functions[index].from_set &= from_set;
            self.draft.functions[index].from_rule = false;
            return index;
        }
        let request = FunctionRequest {
            name: name.map(str::to_owned),
            ..FunctionRequest::of(function)
        };
        self.draft.functions.push(Mention {
            request,
            from_set,
            from_rule: false,
            general: false,
        });
        self.draft.functions.len() - 1
    }

    /// Applies a change to the functions named last, or keeps it for the next ones.
    pub(super) fn change_group(&mut self, change: Change, words: &str) {
        self.verb_scaled(change);
        let group = self.group.clone();
        if group.is_empty() {
            self.await_function(change, words);
            return;
        }
        self.list_is_read_as_each(&group, words);
        let general = group
            .iter()
            .all(|index| self.draft.functions[*index].from_set);
        self.change_each(&group, change, general);
        self.group_open = false;
    }

    fn list_is_read_as_each(&mut self, group: &[usize], words: &str) {
        if group.len() > 1 {
            let names: Vec<&str> = group
                .iter()
                .map(|index| self.draft.functions[*index].request.function_type.as_str())
                .collect();
            self.draft.assume(format!(
                "\"{words}\" is read as said of each of {}",
                names.join(", ")
            ));
        }
    }

    pub(super) fn change_each(&mut self, indices: &[usize], change: Change, general: bool) {
        self.verb_scaled(change);
        for index in indices {
            let mention = &mut self.draft.functions[*index];
            let request = &mut mention.request;
            let known = (request.replicas, request.scale_by, request.scale_factor);
            let fresh = known == (None, None, None) || mention.general;
            let wanted = match change {
                Change::Exactly(replicas) => (Some(replicas), None, None),
                Change::By(difference) => (None, Some(difference), None),
                Change::Times(factor) => (None, None, Some(factor)),
            };
            if fresh {
                (request.replicas, request.scale_by, request.scale_factor) = wanted;
                mention.general = general;
            } else if known != wanted && !general {
                let name = request.function_type;
                self.draft.ask(
                    name.as_str(),
                    format!(
                        "two different numbers of replicas are asked of {name}: which one is meant?"
                    ),
                );
            }
        }
    }

    pub(super) fn set_version(&mut self, indices: &[usize], version: &str) {
        for index in indices {
            let request = &mut self.draft.functions[*index].request;
            let name = request.function_type;
            if request
                .version
                .as_deref()
                .is_some_and(|known| known != version)
            {
                self.draft.ask(
                    version,
                    format!("two different versions are asked of {name}: which one is meant?"),
                );
            } else {
                request.version = Some(version.to_owned());
            }
        }
    }

    fn verb_scaled(&mut self, change: Change) {
        // "UPF +3": only what is there can become more.
        if self.draft.verbs.is_empty() && !matches!(change, Change::Exactly(_)) {
            self.imply_verb(Verb::Scale, "");
        }
        let how = match change {
            Change::Exactly(_) => Scaled::Absolutely,
            Change::By(_) | Change::Times(_) => Scaled::Relatively,
        };
        if let Some(used) = self.draft.verbs.last_mut() {
            used.scaled = used.scaled.max(how);
        }
    }
}
