//! Phase 3: from a plan to a validated package of manifests
