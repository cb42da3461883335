//! How much of a text a model rests on.

use crate::clause::Parser;
use crate::lexeme::Kind;
use crate::term::Term;

/// Machinery acts on a model only from this confidence on.
pub const CONFIDENCE_THRESHOLD: f64 = 0.7;

/// Taken off when the action is assumed because no verb says it.
const ASSUMED_ACTION: f64 = 0.15;
/// Taken off for every question that blocks.
const BLOCKING_QUESTION: f64 = 0.1;

/// `covered / content − 0.15 · (action assumed) − 0.1 · (blocking questions)`, within 0–1, in thousandths.
///
/// Content are the words that carry something: not stop words, link words, symbols or background
/// phrases. Covered are those a rule took. A text without content has confidence 0.
pub(crate) fn confidence(parser: &Parser<'_>, action_assumed: bool, blocking: usize) -> f64 {
    let (mut content, mut covered) = (0_u32, 0_u32);
    for (index, lexeme) in parser.lexemes.iter().enumerate() {
        let empty = matches!(
            lexeme.kind,
            Kind::Symbol(_) | Kind::Term(Term::Stop | Term::Link(_))
        );
        if empty || parser.background[index] {
            continue;
        }
        content += 1;
        covered += u32::from(parser.taken[index]);
    }
    if content == 0 {
        return 0.0;
    }
    let share = f64::from(covered) / f64::from(content);
    let penalty =
        f64::from(u8::from(action_assumed)) * ASSUMED_ACTION + blocking as f64 * BLOCKING_QUESTION;
    ((share - penalty).clamp(0.0, 1.0) * 1000.0).round() / 1000.0
}
