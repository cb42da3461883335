//! Phase 4: from a package to a commit, and from the commit to the cluster.
//!
//! [`git`] makes commits and knows no Kubernetes; [`builtin`] applies packages and knows no Git; [`deploy`] joins the
//! two, for the [`controller`] and for whoever else brings packages to clusters. [`nodes`] sums up what the clusters have
//! room for.

pub mod args;
pub mod builtin;
pub mod controller;
pub mod deploy;
pub mod git;
pub mod nodes;
