//! Shows changes as they come: moving bars on a terminal, one line per change elsewhere.

use std::io::{self, IsTerminal, Write as _};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use k8s_openapi::jiff::Timestamp;
use nephoran_api::PhaseProgress;

use super::view::{PhaseView, View, duration};
use crate::cli::TextOrJson;

/// How often a moving bar is drawn.
const TICK: Duration = Duration::from_millis(100);

/// Where changes are shown.
pub(super) enum Screen {
    /// One JSON document per line.
    Json,
    /// A line for each phase that changed; holds what was shown last.
    Lines(Vec<PhaseView>),
    /// A bar for each phase.
    Bars(Bars),
}

/// The bars of the phases, in their order.
pub(super) struct Bars {
    all: MultiProgress,
    bars: Vec<(ProgressBar, PhaseProgress)>,
}

impl Screen {
    /// The screen that fits the output: bars need a terminal.
    pub(super) fn new(output: TextOrJson) -> Self {
        match output {
            TextOrJson::Json => Self::Json,
            TextOrJson::Text if io::stdout().is_terminal() => Self::Bars(Bars {
                all: MultiProgress::with_draw_target(ProgressDrawTarget::stdout()),
                bars: Vec::new(),
            }),
            TextOrJson::Text => Self::Lines(Vec::new()),
        }
    }

    /// Shows what changed.
    pub(super) fn show(&mut self, view: &View) -> io::Result<()> {
        match self {
            Self::Json => writeln!(io::stdout(), "{}", serde_json::to_string(view)?),
            Self::Lines(shown) => {
                let lines = changed(shown, &view.phases);
                shown.clone_from(&view.phases);
                io::stdout().write_all(lines.as_bytes())
            }
            Self::Bars(bars) => {
                bars.show(&view.phases);
                Ok(())
            }
        }
    }

    /// Says something beside the changes.
    pub(super) fn note(&self, text: &str) {
        match self {
            Self::Bars(bars) => bars.all.suspend(|| eprintln!("{text}")),
            Self::Json | Self::Lines(_) => eprintln!("{text}"),
        }
    }

    /// Takes the bars away; the final page takes their place.
    pub(super) fn close(&self) {
        if let Self::Bars(bars) = self {
            bars.bars.iter().for_each(|(bar, _)| bar.finish_and_clear());
        }
    }
}

/// A line for every phase whose progress, retries or error differ from what was shown.
pub(super) fn changed(shown: &[PhaseView], now: &[PhaseView]) -> String {
    let same = |phase: &PhaseView| {
        let before = shown.iter().find(|before| before.phase == phase.phase);
        before.map_or(phase.status == PhaseProgress::Pending, |before| {
            (before.status, &before.last_error) == (phase.status, &phase.last_error)
        })
    };
    let line = |phase: &PhaseView| format!("{}: {}\n", phase.phase.as_str(), phase.words());
    now.iter().filter(|phase| !same(phase)).map(line).collect()
}

impl Bars {
    fn show(&mut self, phases: &[PhaseView]) {
        for (index, phase) in phases.iter().enumerate() {
            if self.bars.len() <= index {
                let bar = self
                    .all
                    .add(ProgressBar::new(2).with_prefix(phase.phase.as_str()));
                bar.set_style(style(phase));
                self.bars.push((bar, PhaseProgress::Pending));
            }
            let (bar, drawn) = &mut self.bars[index];
            if *drawn != phase.status {
                bar.set_style(style(phase));
                *drawn = phase.status;
            }
            bar.set_message(if moves(phase) {
                in_motion(phase)
            } else {
                phase.words()
            });
            bar.set_position(phase.halves() as u64);
            if moves(phase) {
                bar.enable_steady_tick(TICK);
            } else {
                bar.disable_steady_tick();
                bar.tick();
            }
        }
    }
}

const fn moves(phase: &PhaseView) -> bool {
    matches!(
        phase.status,
        PhaseProgress::InProgress | PhaseProgress::Retrying
    )
}

/// The words of a phase in motion without its time, which the bar counts itself.
fn in_motion(phase: &PhaseView) -> String {
    let error = phase.last_error.as_deref().unwrap_or_default();
    format!("{}  {error}", phase.status.as_str())
}

/// Prefix, bar and words; a phase in motion has a spinner and counts its seconds.
fn style(phase: &PhaseView) -> ProgressStyle {
    let (colour, template) = match phase.status {
        PhaseProgress::Completed => ("green", "  {prefix:<23} [{bar:12.COLOUR}] {msg}"),
        PhaseProgress::Failed => ("red", "  {prefix:<23} [{bar:12.COLOUR}] {msg}"),
        PhaseProgress::Pending => ("white", "  {prefix:<23} [{bar:12.COLOUR}] {msg}"),
        PhaseProgress::InProgress => (
            "cyan",
            "{spinner} {prefix:<23} [{bar:12.COLOUR}] {since} {wide_msg}",
        ),
        PhaseProgress::Retrying => (
            "yellow",
            "{spinner} {prefix:<23} [{bar:12.COLOUR}] {since} {wide_msg}",
        ),
    };
    let since = phase.since;
    let style = ProgressStyle::with_template(&template.replace("COLOUR", colour))
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    style.progress_chars("#>-").with_key(
        "since",
        move |_: &ProgressState, words: &mut dyn std::fmt::Write| {
            if let Some(since) = since {
                let _ = write!(
                    words,
                    "{}",
                    duration(
                        Timestamp::now()
                            .duration_since(since)
                            .as_secs_f64()
                            .max(0.0)
                    )
                );
            }
        },
    )
}
