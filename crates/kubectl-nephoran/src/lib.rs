//! kubectl plugin: watch intents, and run the phases offline
