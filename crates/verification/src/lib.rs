//! Phase 5: from what runs to a verdict
