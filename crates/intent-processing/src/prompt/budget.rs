//! Makes a prompt fit into a context window.

use super::templates::{self, Contents};
use super::{PromptError, PromptInput};

/// Bytes of ASCII text per token: what common tokenizers reach on English prose and JSON (estimate).
const BYTES_PER_TOKEN: usize = 4;
/// How much more a byte beyond ASCII counts: tokenizers split such characters finer (estimate, on the high side).
const BEYOND_ASCII: usize = 2;
/// Tokens that providers add around the two messages (estimate, on the high side).
const ENVELOPE: u32 = 32;
/// A passage shorter than this, in bytes, explains nothing and is dropped instead of cut.
const SHORTEST_PASSAGE: usize = 200;
/// What stands where a passage was cut.
const CUT: &str = " […]";

/// Estimated tokens of a text, rather too many than too few: a quarter of its bytes, those beyond ASCII twice.
#[must_use]
pub fn estimated_tokens(text: &str) -> u32 {
    let ascii = text.bytes().filter(u8::is_ascii).count();
    let weight = ascii + BEYOND_ASCII * (text.len() - ascii);
    u32::try_from(weight.div_ceil(BYTES_PER_TOKEN)).unwrap_or(u32::MAX)
}

/// The contents that fit, and both parts rendered from them.
pub(super) fn fit<'a>(
    input: &PromptInput<'a>,
) -> Result<(Contents<'a>, String, String), PromptError> {
    let room = input.context_window.saturating_sub(input.max_tokens);
    let mut contents = Contents::of(input);
    loop {
        let (system, user) = templates::render(&contents)?;
        let needed = estimated_tokens(&system)
            .saturating_add(estimated_tokens(&user))
            .saturating_add(ENVELOPE);
        if needed <= room {
            return Ok((contents, system, user));
        }
        if !shrink(&mut contents, needed - room) {
            return Err(PromptError::ContextWindowTooSmall {
                needed,
                max_tokens: input.max_tokens,
                context_window: input.context_window,
            });
        }
    }
}

/// Takes away what matters least; answers whether there was anything left to take.
fn shrink(contents: &mut Contents<'_>, excess: u32) -> bool {
    if contents.passages.len() > 1 {
        let scores = contents.passages.iter().map(|passage| passage.score);
        let lowest = scores
            .enumerate()
            // Of equal scores the later one goes.
            .min_by(|(a, one), (b, other)| one.total_cmp(other).then(b.cmp(a)));
        if let Some((index, _)) = lowest {
            contents.passages.remove(index);
        }
        return true;
    }
    if contents.examples.pop().is_some() {
        return true;
    }
    let Some(passage) = contents.passages.last_mut() else {
        return false;
    };
    let excess = usize::try_from(excess).unwrap_or(usize::MAX);
    let whole = passage.text.strip_suffix(CUT).unwrap_or(&passage.text);
    let spare = excess
        .saturating_mul(BYTES_PER_TOKEN)
        .saturating_add(CUT.len() * BEYOND_ASCII);
    let keep = floor_char_boundary(whole, whole.len().saturating_sub(spare));
    if keep < SHORTEST_PASSAGE {
        contents.passages.pop();
    } else {
        passage.text = format!("{}{CUT}", &whole[..keep]);
    }
    true
}

fn floor_char_boundary(text: &str, at: usize) -> usize {
    (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}
