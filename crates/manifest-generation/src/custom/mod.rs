//! Kinds of other projects, as far as a package fills them.

pub(crate) mod multus;
pub(crate) mod nephio;
pub(crate) mod prometheus;
