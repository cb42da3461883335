//! The engine of phase 3 through its public doors.

mod artifacts;
mod mutations;
mod packages;
mod plans;
mod properties;
mod rejections;
