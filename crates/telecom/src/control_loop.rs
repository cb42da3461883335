//! The control loops of the O-RAN architecture and the controller that closes each of them.

use crate::named::named_enum;
use crate::network_function::NetworkFunctionType;

named_enum! {
    /// A control loop, by how often it may act: O-RAN.WG1 O-RAN Architecture Description, "control loops".
    pub enum ControlLoop ("control loop") {
        /// Faster than 10 ms, inside the distributed unit.
        RealTime = "real-time",
        /// From 10 ms to 1 s, by xApps on the Near-RT RIC.
        NearRealTime = "near-real-time",
        /// Slower than 1 s, by rApps on the Non-RT RIC.
        NonRealTime = "non-real-time",
    }
}

/// Near-real-time loops start here, in milliseconds. Source: O-RAN.WG1 O-RAN Architecture Description.
pub const NEAR_REAL_TIME_FROM_MS: f64 = 10.0;
/// Non-real-time loops start above this, in milliseconds. Source: O-RAN.WG1 O-RAN Architecture Description.
pub const NON_REAL_TIME_ABOVE_MS: f64 = 1000.0;

impl ControlLoop {
    /// The loop that acts once per `period_ms` milliseconds.
    #[must_use]
    pub fn for_period(period_ms: f64) -> Self {
        if period_ms < NEAR_REAL_TIME_FROM_MS {
            Self::RealTime
        } else if period_ms <= NON_REAL_TIME_ABOVE_MS {
            Self::NearRealTime
        } else {
            Self::NonRealTime
        }
    }

    /// The function that closes this loop.
    #[must_use]
    pub const fn controller(self) -> NetworkFunctionType {
        match self {
            Self::RealTime => NetworkFunctionType::ODu,
            Self::NearRealTime => NetworkFunctionType::NearRtRic,
            Self::NonRealTime => NetworkFunctionType::NonRtRic,
        }
    }
}
