//! How the size of a function follows its load: straight lines in steps, one per capacity figure.

use serde::{Deserialize, Serialize};

use super::template::{Source, Template};
use crate::named::named_enum;

const MEBIBYTES_PER_GIBIBYTE: u64 = 1024;

named_enum! {
    /// A capacity figure that a function's size follows.
    pub enum Axis ("sizing axis") {
        /// Registered subscribers.
        Subscribers = "subscribers",
        /// Concurrent PDU sessions or PDN connections.
        Sessions = "sessions",
        /// User traffic in Mbit/s, the larger of downlink and uplink.
        ThroughputMbps = "throughputMbps",
        /// Radio cells.
        Cells = "cells",
        /// Connected user equipments.
        Ues = "ues",
        /// Registrations per second at the busy hour.
        RegistrationsPerSecond = "registrationsPerSecond",
    }
}

/// How the size of a function follows the capacity asked of it: a base, and a line per capacity figure.
///
/// The replicas are as many as the most demanding line needs; CPU, memory and volume are the base and the sum over
/// all lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Sizing {
    /// The capacity figure the size follows first of all.
    pub axis: Axis,
    /// What one replica carries at most, in the unit of the axis.
    pub per_replica_capacity: u32,
    /// CPU of an idle replica in millicores.
    pub base_cpu_millicores: u32,
    /// Memory of an idle replica in MiB.
    pub base_memory_mib: u32,
    /// How many units of the axis one increment is for.
    pub step: u32,
    /// CPU per started step in millicores.
    pub cpu_millicores_per_step: u32,
    /// Memory per started step in MiB.
    pub memory_mib_per_step: u32,
    /// Volume per started step in MiB, on top of the volume the workload starts with.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub storage_mib_per_step: u32,
    /// Where the figures come from.
    pub source: Source,
    /// What other capacity figures add.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<SizingLine>,
}

/// What one more capacity figure adds to the size of a function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SizingLine {
    /// The capacity figure.
    pub axis: Axis,
    /// What one replica carries at most, in the unit of the axis.
    pub per_replica_capacity: u32,
    /// How many units of the axis one increment is for.
    pub step: u32,
    /// CPU per started step in millicores.
    pub cpu_millicores_per_step: u32,
    /// Memory per started step in MiB.
    pub memory_mib_per_step: u32,
    /// Volume per started step in MiB.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub storage_mib_per_step: u32,
    /// Where the figures come from.
    pub source: Source,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature serde asks for"
)]
const fn is_zero(value: &u32) -> bool {
    *value == 0
}

/// One line of a [`Sizing`], the first or one of `also`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// The capacity figure.
    pub axis: Axis,
    /// What one replica carries at most, in the unit of the axis.
    pub per_replica_capacity: u32,
    /// How many units of the axis one increment is for.
    pub step: u32,
    /// CPU per started step in millicores.
    pub cpu_millicores_per_step: u32,
    /// Memory per started step in MiB.
    pub memory_mib_per_step: u32,
    /// Volume per started step in MiB.
    pub storage_mib_per_step: u32,
    /// Where the figures come from.
    pub source: &'a Source,
}

impl Sizing {
    /// Every line, that of the first axis first.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let first = Line {
            axis: self.axis,
            per_replica_capacity: self.per_replica_capacity,
            step: self.step,
            cpu_millicores_per_step: self.cpu_millicores_per_step,
            memory_mib_per_step: self.memory_mib_per_step,
            storage_mib_per_step: self.storage_mib_per_step,
            source: &self.source,
        };
        std::iter::once(first).chain(self.also.iter().map(|line| Line {
            axis: line.axis,
            per_replica_capacity: line.per_replica_capacity,
            step: line.step,
            cpu_millicores_per_step: line.cpu_millicores_per_step,
            memory_mib_per_step: line.memory_mib_per_step,
            storage_mib_per_step: line.storage_mib_per_step,
            source: &line.source,
        }))
    }

    /// Whether the size follows a capacity figure at all.
    #[must_use]
    pub fn follows(&self, axis: Axis) -> bool {
        self.lines().any(|line| line.axis == axis)
    }
}

/// A load: an amount for each capacity figure, 0 unless given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load([u64; Axis::ALL.len()]);

impl Load {
    /// `amount` on one axis and nothing else.
    #[must_use]
    pub fn on(axis: Axis, amount: u64) -> Self {
        Self::default().with(axis, amount)
    }

    /// The same load with another amount on one axis.
    #[must_use]
    pub const fn with(mut self, axis: Axis, amount: u64) -> Self {
        self.0[axis as usize] = amount;
        self
    }

    /// The amount on one axis.
    #[must_use]
    pub const fn of(&self, axis: Axis) -> u64 {
        self.0[axis as usize]
    }

    /// An even share of the load, rounded up on every axis; of at least one.
    #[must_use]
    pub fn shared_by(&self, number: u64) -> Self {
        Self(self.0.map(|amount| amount.div_ceil(number.max(1))))
    }
}

/// The size of a function for one load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Replicas.
    pub replicas: u32,
    /// CPU request per replica in millicores.
    pub cpu_millicores: u32,
    /// Memory request per replica in MiB.
    pub memory_mib: u32,
    /// Volume per replica in GiB; 0 for a function without one.
    pub storage_gib: u32,
}

/// A load that the most replicas of a template cannot carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "{load} {axis} are more than {max_replicas} replicas of {per_replica_capacity} {axis} carry"
)]
pub struct Overload {
    /// The capacity figure that is too large.
    pub axis: Axis,
    /// How much of it is asked.
    pub load: u64,
    /// What one replica carries.
    pub per_replica_capacity: u32,
    /// The most replicas.
    pub max_replicas: u32,
}

impl Template {
    /// The smallest size that carries `load`.
    ///
    /// Every replica is sized for a full share of each line once that line needs several, so that replicas, CPU,
    /// memory and volume never shrink when any part of the load grows.
    ///
    /// # Errors
    /// When the most replicas of this template carry less.
    pub fn size(&self, load: &Load) -> Result<Size, Overload> {
        let (sizing, floor) = (&self.sizing, &self.floor);
        let mut replicas = floor.replicas;
        let mut cpu = u64::from(sizing.base_cpu_millicores);
        let mut memory = u64::from(sizing.base_memory_mib);
        let mut storage = 0;
        for line in sizing.lines() {
            let amount = load.of(line.axis);
            let capacity = u64::from(line.per_replica_capacity);
            let needed = u32::try_from(amount.div_ceil(capacity)).unwrap_or(u32::MAX);
            if needed > self.scaling.max_replicas {
                return Err(Overload {
                    axis: line.axis,
                    load: amount,
                    per_replica_capacity: line.per_replica_capacity,
                    max_replicas: self.scaling.max_replicas,
                });
            }
            replicas = replicas.max(needed);
            let steps = amount.min(capacity).div_ceil(u64::from(line.step));
            let grow =
                |sum: u64, per_step: u32| sum.saturating_add(steps.saturating_mul(per_step.into()));
            cpu = grow(cpu, line.cpu_millicores_per_step);
            memory = grow(memory, line.memory_mib_per_step);
            storage = grow(storage, line.storage_mib_per_step);
        }
        let whole = |amount: u64| u32::try_from(amount).unwrap_or(u32::MAX);
        Ok(Size {
            replicas,
            cpu_millicores: whole(cpu).max(floor.cpu_millicores),
            memory_mib: whole(memory).max(floor.memory_mib),
            storage_gib: self.workload.storage.as_ref().map_or(0, |volume| {
                let growth = whole(storage.div_ceil(MEBIBYTES_PER_GIBIBYTE));
                volume.size_gib.saturating_add(growth)
            }),
        })
    }
}
