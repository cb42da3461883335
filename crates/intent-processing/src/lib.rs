//! Phase 1: from the text of an intent to a typed IntentModel
