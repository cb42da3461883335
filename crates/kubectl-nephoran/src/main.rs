//! `kubectl nephoran`: how an intent stands, and what the phases would make of it, offline.

mod answer;
mod catalogue;
mod check;
mod cli;
mod connection;
mod diff;
mod health;
mod input;
mod knowledge;
mod offline;
mod parse;
mod plan;
mod render;
mod status;
mod table;

use std::process::ExitCode;

use answer::{Answer, Outcome};
use clap::Parser;
use cli::{Cli, Command};

fn main() -> ExitCode {
    // The one TLS provider of the process; nothing else has installed one before.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    match run(Cli::parse().command) {
        Ok(answer) => answer.give(),
        Err(error) => {
            eprintln!("error: {}", connection::in_full(error.as_ref()));
            Outcome::Failed.into()
        }
    }
}

fn run(command: Command) -> anyhow::Result<Answer> {
    match command {
        Command::Status(arguments) => status::run(&arguments),
        Command::Parse(arguments) => parse::run(&arguments),
        Command::Plan(arguments) => plan::run(&arguments),
        Command::Render(arguments) => render::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Catalogue(arguments) => catalogue::run(&arguments),
        Command::Health(arguments) => health::run(&arguments),
    }
}
