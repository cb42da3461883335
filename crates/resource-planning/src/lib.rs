//! Phase 2: from an IntentModel to a sized, placed and costed plan
