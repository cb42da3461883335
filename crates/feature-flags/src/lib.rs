//! Feature flags and the route decision made from them.
//!
//! Everything here is a pure function of its arguments: no clock, no network, no Kubernetes types. Text
//! becomes a [`flag::FlagSet`] once ([`parse`]), a flag is judged for one intent by [`evaluate::evaluate`],
//! and [`route::decide`] turns those judgements into the one route an intent's generation takes. Neither
//! can fail or panic: whatever cannot be answered is answered with "off" and the reason.

pub mod bucket;
pub mod condition;
pub mod config;
pub mod context;
pub mod evaluate;
pub mod flag;
pub mod parse;
pub mod route;
pub mod safeguard;
pub mod schedule;
pub mod validate;
