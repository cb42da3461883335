//! The old sequential implementation: one run, five steps, the same engines in process
