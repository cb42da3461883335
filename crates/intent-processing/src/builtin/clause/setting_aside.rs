//! What is taken out of a text before any rule reads it: headings, reasons, conditions and statements.
//!
//! It changes nothing, and the answer says so; what a request refers to stays.

use std::ops::Range;

use super::segment::sentences;
use super::{Parser, bystander, circumstance, context, heading, letter, row, spoken, statement};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::Term;

/// What is said of a stretch in which functions are only spoken of.
const SPOKEN_OF: &str = "is only spoken of and is not changed";

/// Takes every statement out of the text.
pub(super) fn set_aside(parser: &mut Parser<'_>) {
    for range in letter::stretches(parser) {
        parser.put_aside(
            &range,
            "letter",
            "belongs to the letter and changes nothing",
        );
        // Its words are none of the intent's.
        for lexeme in &mut parser.lexemes[range] {
            lexeme.kind = Kind::Term(Term::Stop);
        }
    }
    let sentences = sentences(parser);
    let plans = heading::plans_for_later(parser);
    for range in plans.into_iter().chain(heading::headings(parser)) {
        parser.put_aside(
            &range,
            "heading",
            "is read as a heading and changes nothing",
        );
    }
    for range in context::reasons(parser) {
        parser.speak_of(&range);
        parser.put_aside(&range, "reason", "says why and changes nothing");
        parser.keep_places(range);
    }
    for range in spoken::relations(parser) {
        parser.put_aside(&range, "spoken of", SPOKEN_OF);
        if parser.refers_to_place(range.end) {
            parser.keep_places(range);
        }
    }
    for range in row::settled(parser) {
        parser.put_aside(&range, "present state", "needs nothing and is not changed");
    }
    for range in bystander::bystanders(parser, &sentences) {
        put_bystander_aside(parser, range);
    }
    for range in context::conditions(parser) {
        let said = "says when and changes nothing; an intent is carried out at once";
        parser.put_aside(&range, "condition", said);
    }
    for range in circumstance::unrelated(parser, &sentences) {
        let said = "speaks of something else and changes nothing";
        parser.put_aside(&range, "circumstance", said);
        if parser.refers_to_place(range.end) {
            parser.keep_places(range);
        }
    }
    for range in bystander::account::accounts(parser, &sentences) {
        parser.speak_of(&range);
        let said = "tells something of functions and changes nothing";
        parser.put_aside(&range, "account", said);
    }
    for range in statement::statements(parser) {
        put_statement_aside(parser, range);
    }
    keep_only_place(parser);
}

/// Takes a sentence about functions that only stand by out of the text; they are "it" where no others are named.
fn put_bystander_aside(parser: &mut Parser<'_>, range: Range<usize>) {
    let alone = !parser.outside(&range).any(|at| parser.is_named(at));
    let meant = alone || bystander::meant_behind(parser, range.end);
    if meant {
        parser.speak_of(&range);
    }
    let there = meant || parser.refers_to_place(range.start);
    parser.put_aside(&range, "spoken of", SPOKEN_OF);
    if there {
        parser.keep_places(range);
    }
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
        parser.speak_of(&spoken::subject(parser, &range));
    } else if !besides {
        parser.speak_of(&range);
    }
    if kept {
        let functions = range.clone().flat_map(|at| parser.named_functions(at));
        parser.kept = functions.collect();
    }
    let count = parser.lexemes.len();
    let is_slice = |at: &usize| matches!(parser.term(*at), Some(Term::Slice(_)));
    let only_slice = (0..count).filter(is_slice).count() == 1;
    // "in cluster a-1 there is no UPF. Put one there"
    let there = parser.refers_to_place(range.end);
    // "the URLLC slice showed 18 ms last night. Bring it down to 6 ms"
    let meant = there || (range.end..count).any(|at| parser.word(at) == "it");
    let said = "is read as what is there now; it is not checked and changes nothing";
    parser.put_aside(&range, "present state", said);
    for at in range {
        let kept = match parser.kind(at) {
            Some(Kind::Place(..) | Kind::Term(Term::Environment(_))) => there,
            Some(Kind::Term(Term::Slice(_))) => only_slice && meant,
            _ => false,
        };
        parser.background[at] = !kept;
    }
}

/// "cluster a-1 has 5 AUSF pods. Nine is the new target": a request that leaves its functions to what was said before leaves
/// its place there too.
fn keep_only_place(parser: &mut Parser<'_>) {
    let named = (0..parser.lexemes.len()).any(|at| !parser.background[at] && parser.is_named(at));
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
    fn put_aside(&mut self, range: &Range<usize>, meaning: &str, said: &str) {
        let words = self.slice(range.clone());
        self.take(range.clone(), meaning);
        self.background[range.clone()].fill(true);
        self.draft.assume(format!("\"{words}\" {said}"));
    }

    /// Leaves the places of what was put aside in the text.
    fn keep_places(&mut self, range: Range<usize>) {
        for at in range {
            self.background[at] = !matches!(self.kind(at), Some(Kind::Place(..)));
        }
    }

    /// Remembers the functions of a statement for "it" and "them".
    fn speak_of(&mut self, range: &Range<usize>) {
        for at in range.clone() {
            for function in self.named_functions(at) {
                if !self.present.contains(&function) {
                    self.present.push(function);
                }
            }
        }
    }
}
