//! Routes intents between the old and the new implementation and aggregates their status
