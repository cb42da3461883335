//! Step 5, quality of service: the slice, its 5QI, and what an ultra-reliable slice demands of every function.

use nephoran_api::{PlannedSlice, SliceRequest};
use nephoran_telecom::five_qi::candidates;
use nephoran_telecom::{FiveQi, SliceDifferentiator, SliceDifferentiatorPair, SliceKind, five_qi};

use crate::PlanError;
use crate::functions::{Draft, Flow};

/// 5QI values an operator may define itself (TS 23.501 clause 5.7.4: 128 to 254).
const OPERATOR_FIVE_QI: std::ops::RangeInclusive<u8> = 128..=254;

/// Whether every function gets the Guaranteed class and replicas on different nodes.
pub(crate) fn is_ultra_reliable(draft: &Draft<'_>) -> bool {
    draft
        .slice
        .as_ref()
        .is_some_and(|slice| slice.kind == SliceKind::Urllc)
}

/// The slice with its 5QI; says in `warnings` what was chosen.
pub(crate) fn plan_slice(draft: &mut Draft<'_>) -> Result<Option<PlannedSlice>, PlanError> {
    check_flow(&draft.flow)?;
    let Some(slice) = draft.slice.clone() else {
        return draft.flow.five_qi.map_or(Ok(None), |value| {
            check_asked(value, &draft.flow).map(|()| None)
        });
    };
    if SliceKind::from_sst(slice.sst) != slice.kind {
        let allowed = format!(
            "SST {} stands for {} (TS 23.501 table 5.15.2.2-1); change slice.sst or slice.kind",
            slice.sst,
            SliceKind::from_sst(slice.sst)
        );
        return Err(PlanError::value("slice.kind", &slice.kind, allowed));
    }
    let sd = differentiator(&slice, &mut draft.warnings)?;
    let (value, why) = choose(&draft.flow, slice.kind)?;
    draft.warnings.extend(why);
    Ok(Some(PlannedSlice {
        sst: slice.sst,
        sd,
        kind: slice.kind,
        five_qi: value,
    }))
}

fn differentiator(
    slice: &SliceRequest,
    warnings: &mut Vec<String>,
) -> Result<Option<String>, PlanError> {
    let Some(text) = &slice.sd else {
        return Ok(None);
    };
    let invalid = |error: nephoran_telecom::SliceError| {
        PlanError::value("slice.sd", &format!("{text:?}"), error.to_string())
    };
    if !text.contains('-') {
        return text
            .parse::<SliceDifferentiator>()
            .map(|sd| Some(sd.to_string()))
            .map_err(invalid);
    }
    let pair: SliceDifferentiatorPair = text.parse().map_err(invalid)?;
    warnings.push(format!(
        "network slice {text} holds two slice differentiators; the plan serves {}",
        pair.first()
    ));
    Ok(Some(pair.first().to_string()))
}

fn check_flow(flow: &Flow) -> Result<(), PlanError> {
    if let Some(latency) = flow.latency_ms
        && !(latency.is_finite() && latency > 0.0)
    {
        return Err(PlanError::value(
            "qos.latencyMs",
            &latency,
            "give milliseconds above 0",
        ));
    }
    if let Some(rate) = flow.packet_error_rate
        && !(rate > 0.0 && rate < 1.0)
    {
        return Err(PlanError::value(
            "qos.packetErrorRate",
            &rate,
            "give a fraction between 0 and 1, for example 0.00001",
        ));
    }
    Ok(())
}

/// The 5QI for a flow: the asked one when it keeps the targets; else, of the values whose services fit the kind of
/// slice and that keep the targets, the one with the largest delay budget, because a tighter one costs radio capacity.
/// Without a latency target the preferred value of the kind.
fn choose(flow: &Flow, kind: SliceKind) -> Result<(u8, Option<String>), PlanError> {
    if let Some(value) = flow.five_qi {
        return check_asked(value, flow).map(|()| (value, None));
    }
    let mut fitting = candidates(kind)
        .iter()
        .filter_map(|value| five_qi(*value))
        .filter(|row| keeps(row, flow));
    let chosen = match flow.latency_ms {
        None => fitting.next(),
        Some(_) => fitting.reduce(|best, row| {
            if row.packet_delay_budget_ms > best.packet_delay_budget_ms {
                row
            } else {
                best
            }
        }),
    };
    let row = chosen.ok_or_else(|| PlanError::conflict(unmet(flow, kind)))?;
    let why = format!(
        "5QI {} serves the {kind} slice: delay budget {} ms, packet error rate 1e-{} ({})",
        row.value, row.packet_delay_budget_ms, row.packet_error_exponent, row.source
    );
    Ok((row.value, Some(why)))
}

fn keeps(row: &FiveQi, flow: &Flow) -> bool {
    // The table's rates are powers of ten, which a decimal fraction meets only nearly.
    let tolerance = 1.0 + 1e-9;
    flow.latency_ms
        .is_none_or(|latency| f64::from(row.packet_delay_budget_ms) <= latency)
        && flow
            .packet_error_rate
            .is_none_or(|rate| row.packet_error_rate() <= rate * tolerance)
}

fn check_asked(value: u8, flow: &Flow) -> Result<(), PlanError> {
    match five_qi(value) {
        Some(row) if keeps(row, flow) => Ok(()),
        Some(row) => Err(PlanError::conflict(format!(
            "5QI {value} has a delay budget of {} ms and a packet error rate of 1e-{}, which does not keep {}; leave the 5QI out or relax the target",
            row.packet_delay_budget_ms,
            row.packet_error_exponent,
            targets(flow)
        ))),
        None if OPERATOR_FIVE_QI.contains(&value) => Ok(()),
        None => Err(PlanError::value(
            "qos.fiveQi",
            &value,
            "use a value of TS 23.501 table 5.7.4-1 or one from 128 to 254",
        )),
    }
}

fn unmet(flow: &Flow, kind: SliceKind) -> String {
    let rows: Vec<_> = candidates(kind)
        .iter()
        .filter_map(|value| five_qi(*value))
        .map(|row| {
            format!(
                "{}: {} ms, 1e-{}",
                row.value, row.packet_delay_budget_ms, row.packet_error_exponent
            )
        })
        .collect();
    format!(
        "no standardised 5QI for {kind} keeps {} (available: {}); relax the target or name an operator-specific 5QI",
        targets(flow),
        rows.join("; ")
    )
}

fn targets(flow: &Flow) -> String {
    let latency = flow
        .latency_ms
        .map(|latency| format!("a latency of {latency} ms"));
    let rate = flow
        .packet_error_rate
        .map(|rate| format!("a packet error rate of {rate}"));
    latency
        .into_iter()
        .chain(rate)
        .collect::<Vec<_>>()
        .join(" and ")
}
