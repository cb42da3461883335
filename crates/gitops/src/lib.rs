//! Phase 4: from a package to a commit, and from the commit to the cluster
