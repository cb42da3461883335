//! Network functions, lists of them, and functions that are left out.

use nephoran_api::FunctionRequest;
use nephoran_telecom::NetworkFunctionType;

use super::Parser;
use crate::builtin::draft::{Change, Mention, Scaled};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{FunctionSet, Link, Noun, Term, Verb};

/// What one lexeme names.
pub(super) struct Named {
    functions: Vec<NetworkFunctionType>,
    set: Option<FunctionSet>,
    instance: Option<String>,
}

/// "AMF", "the SMF", "5G core", "upf-edge-1".
pub(super) fn mention(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let named = parser.named(at)?;
    let words = parser.words(at..at + 1);
    let mut next = at + 1;
    if parser.excluding {
        parser.take(at..next, "function left out");
        for function in named.functions {
            if !parser.draft.excluded.contains(&function) {
                parser.draft.excluded.push(function);
            }
        }
        return Some(next);
    }
    let label = match parser.kind(next) {
        Some(Kind::Label(label)) => Some(label.clone()),
        _ => named.instance,
    };
    let meaning = match (named.set, named.functions.first()) {
        (Some(set), _) => format!("functions of the {}", set.name()),
        (None, Some(function)) => format!("function {function}"),
        (None, None) => "function".to_owned(),
    };
    if label.is_some() && matches!(parser.kind(next), Some(Kind::Label(_))) {
        next += 1;
    }
    parser.take(at..next, meaning);
    // "5G core with P-CSCF x2": a function named beside a set is no part of what is said of the set.
    let joined = parser
        .before(at)
        .is_some_and(|before| parser.link(before) == Some(Link::And));
    let behind_set = !parser.group.is_empty()
        && parser
            .group
            .iter()
            .all(|index| parser.draft.functions[*index].from_set);
    parser.group_open &= !(behind_set && named.set.is_none() && !joined);
    if let Some(set) = named.set {
        let members: Vec<&str> = set.members().iter().map(|member| member.as_str()).collect();
        parser
            .draft
            .assume(format!("\"{words}\" is read as {}", members.join(", ")));
    }
    parser.name_functions(&named.functions, named.set.is_some(), label.as_deref());
    Some(next)
}

/// "without NSSF", "no UPF", "but do not deploy the AUSF": functions named from here on are left out.
pub(super) fn exclusion(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let link = parser.link(at)?;
    let next = parser.skip_stops(at + 1);
    match link {
        Link::Without | Link::No | Link::Not if parser.named(next).is_some() => {
            parser.take(at..at + 1, "left out");
            parser.excluding = true;
            Some(at + 1)
        }
        Link::Without | Link::No if parser.term(next) == Some(Term::Verb(Verb::Autoscale)) => {
            let words = parser.words(at..next + 1);
            parser.take(at..next + 1, "no autoscaling");
            parser
                .draft
                .assume(format!("\"{words}\": no bounds for autoscaling are set"));
            Some(next + 1)
        }
        Link::Not
            if matches!(
                parser.term(next),
                Some(Term::Verb(
                    Verb::Deploy | Verb::Need | Verb::Add | Verb::Ensure | Verb::Configure
                ))
            ) && parser.named(parser.skip_stops(next + 1)).is_some() =>
        {
            parser.take(at..next + 1, "left out");
            parser.excluding = true;
            Some(next + 1)
        }
        Link::Not if matches!(parser.term(next), Some(Term::Verb(_) | Term::Multiply(_))) => {
            parser.taken[at] = true;
            parser.taken[next] = true;
            let words = parser.words(at..next + 1);
            parser.draft.ask(
                &words,
                format!("\"{words}\" says what must not happen; what should happen instead?"),
            );
            Some(next + 1)
        }
        _ => None,
    }
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

    fn is_processor_core(&self, at: usize) -> bool {
        let counted = |index: usize| {
            matches!(
                self.kind(index),
                Some(Kind::Number(_) | Kind::Quantity(..) | Kind::Term(Term::Noun(Noun::Cpu)))
            )
        };
        self.lower(at) == "cores" || at.checked_sub(1).is_some_and(counted)
    }

    /// The functions at and after `at` in one list, and the lexeme after the list.
    pub(super) fn function_list(&self, at: usize) -> (Vec<NetworkFunctionType>, usize) {
        let (mut functions, mut next) = (Vec::new(), at);
        loop {
            let mut start = self.skip_stops(next);
            if !functions.is_empty() {
                let joined = start;
                while self.link(start) == Some(Link::And)
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
        let continues = self.named(at).is_some()
            || self.is_stop(at)
            || matches!(self.link(at), Some(Link::And))
            || matches!(self.symbol(at), Some(',' | '/' | '&'));
        self.excluding &= continues;
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
        }
        let indices: Vec<usize> = functions
            .iter()
            .map(|function| self.draft_function(*function, from_set, name))
            .collect();
        for index in &indices {
            if !self.group.contains(index) {
                self.group.push(*index);
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
        if let Some(version) = self.pending_version.take() {
            self.set_version(&indices, &version);
        }
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
            return index;
        }
        let request = FunctionRequest {
            name: name.map(str::to_owned),
            ..FunctionRequest::of(function)
        };
        self.draft.functions.push(Mention {
            request,
            from_set,
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
        let how = match change {
            Change::Exactly(_) => Scaled::Absolutely,
            Change::By(_) | Change::Times(_) => Scaled::Relatively,
        };
        if let Some(used) = self.draft.verbs.last_mut() {
            used.scaled = used.scaled.max(how);
        }
    }
}
