//! How much of a text a model rests on.

use crate::builtin::clause::{Parser, carries};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::Term;

/// Machinery acts on a model only from this confidence on.
pub const CONFIDENCE_THRESHOLD: f64 = 0.7;

/// What an unknown word weighs beside a known one; an estimate, from what operators write around a request: with
/// a half four of 1,541 requests of the corpora were asked about only for their politeness, with a quarter one was carried
/// out that should have been asked about.
const DECORATION: f64 = 0.4;
/// Taken off when the action is assumed because no verb says it.
const ASSUMED_ACTION: f64 = 0.15;
/// Taken off for every question that blocks.
const BLOCKING_QUESTION: f64 = 0.1;

/// `understood / (understood + missed + 0.4 · decoration) − 0.15 · (action assumed) − 0.1 · (blocking questions)`, within
/// 0–1, in thousandths.
///
/// Counted are the words that carry something: not stop words, link words, symbols or background phrases. Understood are
/// those a rule took. Missed are numbers and known words no rule took; decoration are unknown words, which no setting
/// of the model can come from, in clauses of which something was understood: what is said beside an intent counts for
/// nothing. A text in which nothing is understood has confidence 0.
pub(crate) fn confidence(parser: &Parser<'_>, action_assumed: bool, blocking: usize) -> f64 {
    let (mut understood, mut missed, mut decoration) = (0_u32, 0_u32, 0_u32);
    let beside = parser.beside();
    for (index, lexeme) in parser.lexemes.iter().enumerate() {
        let empty = matches!(
            lexeme.kind,
            Kind::Symbol(_) | Kind::Term(Term::Stop | Term::Link(_))
        );
        if empty || parser.background[index] {
            continue;
        }
        match &lexeme.kind {
            _ if parser.taken[index] => understood += 1,
            Kind::Unknown if beside[index] => {}
            Kind::Unknown => decoration += 1,
            Kind::Term(term) if !carries(*term) => {}
            _ => missed += 1,
        }
    }
    if understood == 0 {
        return 0.0;
    }
    let counted = f64::from(understood) + f64::from(missed) + f64::from(decoration) * DECORATION;
    let share = f64::from(understood) / counted;
    let penalty =
        f64::from(u8::from(action_assumed)) * ASSUMED_ACTION + blocking as f64 * BLOCKING_QUESTION;
    ((share - penalty).clamp(0.0, 1.0) * 1000.0).round() / 1000.0
}
