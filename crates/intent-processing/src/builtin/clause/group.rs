//! The functions named together, and what is said of all of them: a number of replicas, a version.

use nephoran_api::FunctionRequest;
use nephoran_telecom::NetworkFunctionType;

use super::Parser;
use crate::builtin::draft::{Change, Mention, Scaled};
use crate::builtin::term::Verb;

impl Parser<'_> {
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
