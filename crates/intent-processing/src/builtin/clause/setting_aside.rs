//! What is taken out of a text before any rule reads it: headings, reasons, conditions and statements.
//!
//! It changes nothing, and the answer says so; what a request refers to stays.

use std::ops::Range;

use super::{
    Parser, account, bystander, circumstance, context, heading, letter, spoken, statement,
};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::Term;

/// Takes every statement out of the text.
pub(super) fn set_aside(parser: &mut Parser<'_>) {
    for range in letter::stretches(parser) {
        parser.put_aside(range, "letter", "belongs to the letter and changes nothing");
    }
    let headings = heading::plans_for_later(parser)
        .into_iter()
        .chain(heading::headings(parser));
    for range in headings {
        parser.put_aside(range, "heading", "is read as a heading and changes nothing");
    }
    for range in context::reasons(parser) {
        parser.speak_of(range.clone());
        let said = "says why and changes nothing";
        parser.put_aside(range.clone(), "reason", said);
        for at in range {
            parser.background[at] = !matches!(parser.kind(at), Some(Kind::Place(..)));
        }
    }
    for range in spoken::relations(parser) {
        let said = "is only spoken of and is not changed";
        parser.put_aside(range.clone(), "spoken of", said);
        if parser.refers_to_place(range.end) {
            for at in range {
                parser.background[at] = !matches!(parser.kind(at), Some(Kind::Place(..)));
            }
        }
    }
    for range in bystander::rows(parser) {
        parser.put_aside(range, "present state", "needs nothing and is not changed");
    }
    for range in bystander::sentences(parser) {
        let alone =
            !(0..parser.lexemes.len()).any(|at| !range.contains(&at) && parser.named(at).is_some());
        let meant = alone || bystander::meant_behind(parser, range.end);
        if meant {
            parser.speak_of(range.clone());
        }
        let there = meant || parser.refers_to_place(range.start);
        parser.put_aside(
            range.clone(),
            "spoken of",
            "is only spoken of and is not changed",
        );
        for at in range.filter(|_| there) {
            parser.background[at] = !matches!(parser.kind(at), Some(Kind::Place(..)));
        }
    }
    for range in context::conditions(parser) {
        let said = "says when and changes nothing; an intent is carried out at once";
        parser.put_aside(range, "condition", said);
    }
    for range in circumstance::unrelated(parser) {
        let said = "speaks of something else and changes nothing";
        parser.put_aside(range.clone(), "circumstance", said);
        let there = parser.refers_to_place(range.end);
        for at in range {
            parser.background[at] = !(there && matches!(parser.kind(at), Some(Kind::Place(..))));
        }
    }
    for range in account::accounts(parser) {
        parser.speak_of(range.clone());
        let said = "tells something of functions and changes nothing";
        parser.put_aside(range, "account", said);
    }
    for range in statement::statements(parser) {
        put_statement_aside(parser, range);
    }
    keep_only_place(parser);
}

/// Takes one statement out of the text; what the request behind it refers to stays.
fn put_statement_aside(parser: &mut Parser<'_>, range: Range<usize>) {
    let words = parser.norms(range.clone());
    // "the NSSF is not needed; remove it"
    let unneeded = words
        .iter()
        .any(|word| matches!(*word, "needed" | "used" | "required" | "wanted"));
    let kept = context::keeps(parser, &range, &words);
    let besides = kept || (context::denies(parser, &range, &words) && !unneeded);
    if spoken::complains(parser, &range, &words) {
        parser.speak_of(spoken::subject(parser, &range));
    } else if !besides {
        parser.speak_of(range.clone());
    }
    if kept {
        let functions = range.clone().flat_map(|at| parser.named_functions(at));
        parser.kept = functions.collect();
    }
    let there = parser.refers_to_place(range.end);
    let slices = (0..parser.lexemes.len())
        .filter(|at| matches!(parser.term(*at), Some(Term::Slice(_))))
        .count();
    let said = "is read as what is there now; it is not checked and changes nothing";
    parser.put_aside(range.clone(), "present state", said);
    // "in cluster a-1 there is no UPF. Put one there"
    for at in range.clone().filter(|_| there) {
        let kept = match parser.kind(at) {
            Some(Kind::Place(..) | Kind::Term(Term::Environment(_))) => true,
            Some(Kind::Term(Term::Slice(_))) => slices == 1,
            _ => false,
        };
        parser.background[at] = !kept;
    }
    // "the URLLC slice showed 18 ms last night. Bring it down to 6 ms"
    let meant =
        slices == 1 && (range.end..parser.lexemes.len()).any(|index| parser.word(index) == "it");
    for at in range.filter(|_| meant) {
        if matches!(parser.term(at), Some(Term::Slice(_))) {
            parser.background[at] = false;
        }
    }
}

/// "cluster a-1 has 5 AUSF pods. Nine is the new target": a request that leaves its functions to what was said before leaves
/// its place there too.
fn keep_only_place(parser: &mut Parser<'_>) {
    let named =
        (0..parser.lexemes.len()).any(|at| !parser.background[at] && parser.named(at).is_some());
    let places: Vec<usize> = (0..parser.lexemes.len())
        .filter(|at| matches!(parser.kind(*at), Some(Kind::Place(..))))
        .collect();
    if let ([place], false, false) = (&places[..], named, parser.present.is_empty()) {
        parser.background[*place] = false;
    }
}

impl Parser<'_> {
    /// Whether "there" behind `at` means a place named before, or "it", "them" or "one" something at the only place there
    /// is in the text.
    fn refers_to_place(&self, at: usize) -> bool {
        let only = self
            .lexemes
            .iter()
            .filter(|lexeme| {
                matches!(
                    lexeme.kind,
                    Kind::Place(..) | Kind::Term(Term::Environment(_))
                )
            })
            .count()
            == 1;
        (at..self.lexemes.len()).any(|index| {
            let there = self.word(index) == "there"
                && !matches!(
                    self.tokens.get(self.lexemes[index].next),
                    Some(token) if matches!(token.norm.as_ref(), "is" | "are" | "was" | "were" | "will")
                );
            // "in that region"
            let same = matches!(self.word(index), "that" | "same")
                && matches!(self.word(index + 1), "region" | "zone" | "cluster" | "namespace");
            there || same || (only && matches!(self.word(index), "it" | "them" | "one" | "its" | "their"))
        })
    }

    /// Takes a stretch out of the text, and says so.
    fn put_aside(&mut self, range: Range<usize>, meaning: &str, said: &str) {
        let words = self.words(range.clone());
        self.take(range.clone(), meaning);
        self.background[range].fill(true);
        self.draft.assume(format!("\"{words}\" {said}"));
    }

    /// Remembers the functions of a statement for "it" and "them".
    fn speak_of(&mut self, range: Range<usize>) {
        for at in range {
            for function in self.named_functions(at) {
                if !self.present.contains(&function) {
                    self.present.push(function);
                }
            }
        }
    }
}
