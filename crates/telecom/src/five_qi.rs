//! The standardised 5G QoS identifiers and the rule that picks one for a latency target.

use crate::named::named_enum;
use crate::slice::SliceKind;

use ResourceType::{DelayCriticalGbr, Gbr, NonGbr};

named_enum! {
    /// How a QoS flow gets its bit rate, TS 23.501 clause 5.7.3.2.
    pub enum ResourceType ("resource type") {
        /// Guaranteed bit rate.
        Gbr = "GBR",
        /// No guaranteed bit rate.
        NonGbr = "Non-GBR",
        /// Guaranteed bit rate where a packet later than its delay budget counts as lost.
        DelayCriticalGbr = "Delay-critical GBR",
    }
}

/// One row of the table of standardised 5QI values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FiveQi {
    /// The 5G QoS identifier.
    pub value: u8,
    /// How the flow gets its bit rate.
    pub resource_type: ResourceType,
    /// Default priority level from 1 (highest) to 127.
    pub priority: u8,
    /// Packet delay budget between the UE and the UPF's N6 side, in milliseconds.
    pub packet_delay_budget_ms: u16,
    /// The packet error rate is ten to the power of minus this number.
    pub packet_error_exponent: u8,
    /// Default averaging window in milliseconds; guaranteed bit rates only.
    pub averaging_window_ms: Option<u16>,
    /// Default maximum data burst volume in bytes; delay-critical guaranteed bit rates only.
    pub max_data_burst_bytes: Option<u32>,
    /// Example services of the table, shortened.
    pub services: &'static str,
    /// Where the row comes from.
    pub source: &'static str,
}

impl FiveQi {
    /// The share of packets that may be lost, for example 0.000001.
    #[must_use]
    pub fn packet_error_rate(&self) -> f64 {
        10_f64.powi(-i32::from(self.packet_error_exponent))
    }
}

const SOURCE: &str = "TS 23.501 table 5.7.4-1";
/// NOTE 14 of the table keeps 75 for V2X messages over MBMS bearers, so it has no row.
const GBR_WINDOW_MS: Option<u16> = Some(2000);

const fn gbr(value: u8, priority: u8, delay: u16, error: u8, services: &'static str) -> FiveQi {
    row(
        value,
        Gbr,
        priority,
        delay,
        error,
        GBR_WINDOW_MS,
        None,
        services,
    )
}

const fn non_gbr(value: u8, priority: u8, delay: u16, error: u8, services: &'static str) -> FiveQi {
    row(value, NonGbr, priority, delay, error, None, None, services)
}

const fn critical(
    value: u8,
    priority: u8,
    delay: u16,
    error: u8,
    burst: u32,
    services: &'static str,
) -> FiveQi {
    row(
        value,
        DelayCriticalGbr,
        priority,
        delay,
        error,
        GBR_WINDOW_MS,
        Some(burst),
        services,
    )
}

#[expect(
    clippy::too_many_arguments,
    reason = "one argument per column of the table"
)]
const fn row(
    value: u8,
    resource_type: ResourceType,
    priority: u8,
    packet_delay_budget_ms: u16,
    packet_error_exponent: u8,
    averaging_window_ms: Option<u16>,
    max_data_burst_bytes: Option<u32>,
    services: &'static str,
) -> FiveQi {
    FiveQi {
        value,
        resource_type,
        priority,
        packet_delay_budget_ms,
        packet_error_exponent,
        averaging_window_ms,
        max_data_burst_bytes,
        services,
        source: SOURCE,
    }
}

/// TS 23.501 table 5.7.4-1, in its order: value, priority, delay budget in ms, exponent of the error
/// rate, and for delay-critical rows the burst volume in bytes.
#[rustfmt::skip]
pub const FIVE_QI_TABLE: &[FiveQi] = &[
    gbr(1, 20, 100, 2, "conversational voice"),
    gbr(2, 40, 150, 3, "conversational video, live streaming"),
    gbr(3, 30, 50, 3, "real-time gaming, V2X messages, medium-voltage electricity distribution, process monitoring"),
    gbr(4, 50, 300, 6, "non-conversational video, buffered streaming"),
    gbr(65, 7, 75, 2, "mission-critical push-to-talk voice"),
    gbr(66, 20, 100, 2, "push-to-talk voice that is not mission-critical"),
    gbr(67, 15, 100, 3, "mission-critical video"),
    gbr(71, 56, 150, 6, "live uplink streaming"),
    gbr(72, 56, 300, 4, "live uplink streaming"),
    gbr(73, 56, 300, 8, "live uplink streaming"),
    gbr(74, 56, 500, 8, "live uplink streaming"),
    gbr(76, 56, 500, 4, "live uplink streaming"),
    non_gbr(5, 10, 100, 6, "IMS signalling"),
    non_gbr(6, 60, 300, 6, "buffered video, TCP-based services"),
    non_gbr(7, 70, 100, 3, "voice, live video, interactive gaming"),
    non_gbr(8, 80, 300, 6, "buffered video, TCP-based services"),
    non_gbr(9, 90, 300, 6, "buffered video, TCP-based services; the usual default bearer"),
    non_gbr(10, 90, 1100, 6, "buffered video, TCP-based services over satellite access"),
    non_gbr(69, 5, 60, 6, "mission-critical delay-sensitive signalling"),
    non_gbr(70, 55, 200, 6, "mission-critical data"),
    non_gbr(79, 65, 50, 2, "V2X messages"),
    non_gbr(80, 68, 10, 6, "low-latency eMBB applications, augmented reality"),
    critical(82, 19, 10, 4, 255, "discrete automation"),
    critical(83, 22, 10, 4, 1354, "discrete automation, V2X platooning and cooperative lane change"),
    critical(84, 24, 30, 5, 1354, "intelligent transport systems"),
    critical(85, 21, 5, 5, 255, "high-voltage electricity distribution, V2X remote driving"),
    critical(86, 18, 5, 4, 1354, "V2X advanced driving: collision avoidance, platooning"),
    critical(87, 25, 5, 3, 500, "interactive service: motion tracking data"),
    critical(88, 25, 10, 3, 1125, "interactive service: motion tracking data"),
    critical(89, 25, 15, 4, 17_000, "visual content for cloud, edge or split rendering"),
    critical(90, 25, 20, 4, 63_000, "visual content for cloud, edge or split rendering"),
];

/// The row of a 5QI value; `None` when the value is not standardised.
#[must_use]
pub fn five_qi(value: u8) -> Option<&'static FiveQi> {
    FIVE_QI_TABLE.iter().find(|row| row.value == value)
}

/// The standardised 5QI that keeps a latency target, for a kind of slice.
///
/// Only rows whose example services fit the slice kind take part ([`candidates`]). Of those whose
/// packet delay budget is not above the target, the one with the largest budget wins, because a tighter
/// budget than needed costs radio capacity; on a tie the earlier candidate wins. `None` means no
/// standardised value is fast enough (nothing standardised goes below 5 ms), or `latency_ms` is not a number.
#[must_use]
pub fn for_latency(latency_ms: f64, kind: SliceKind) -> Option<&'static FiveQi> {
    candidates(kind)
        .iter()
        .filter_map(|value| five_qi(*value))
        .filter(|row| f64::from(row.packet_delay_budget_ms) <= latency_ms)
        .reduce(|best, row| {
            if row.packet_delay_budget_ms > best.packet_delay_budget_ms {
                row
            } else {
                best
            }
        })
}

/// The 5QI values whose example services in TS 23.501 table 5.7.4-1 fit a slice kind, preferred first.
/// The choice is an estimate; signalling and mission-critical rows never take part.
#[must_use]
pub const fn candidates(kind: SliceKind) -> &'static [u8] {
    match kind {
        SliceKind::Embb => &[9, 8, 6, 7, 80],
        SliceKind::Urllc | SliceKind::Hmtc => &[82, 85, 84],
        SliceKind::Miot => &[9, 7, 80],
        SliceKind::V2x => &[86, 83, 84, 79],
        SliceKind::Custom => &[9, 7, 80, 84, 82, 85],
    }
}
