//! What every controller binary shares: arguments, client, telemetry, leases, backoff, status writer, events
