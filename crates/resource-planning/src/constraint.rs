//! The limits of a placement by name, so that a refusal can say exactly which of them cannot hold together.

/// A limit on where functions run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Constraint {
    /// Functions that belong at the edge run there. Relaxed when it cannot be kept.
    Edge,
    /// A cluster proves that it has enough zones by listing them. Relaxed when it cannot be kept.
    ListedZones,
    /// A cluster that lists zones lists enough for the availability.
    Zones,
    /// The cluster is within the latency target.
    Latency,
    /// Nodes offer the hardware.
    Features,
    /// The cluster the intent names.
    Cluster,
    /// The region the intent names.
    Region,
    /// The zone the intent names.
    Zone,
    /// The regions a plan is limited to.
    AllowedRegions,
    /// The regions a plan must keep out of.
    DeniedRegions,
    /// The admission limits of the cluster.
    Admission,
    /// The quota of the target namespace.
    Quota,
    /// Room that the plans of other intents hold.
    Held,
    /// The capacity of the cluster.
    Capacity,
    /// The most a plan may cost.
    Budget,
}

/// A set of constraints.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Constraints(u16);

impl Constraints {
    /// Those that nothing relaxes, in the order a refusal names them.
    pub(crate) const FIRM: [Constraint; 13] = [
        Constraint::Cluster,
        Constraint::Region,
        Constraint::Zone,
        Constraint::AllowedRegions,
        Constraint::DeniedRegions,
        Constraint::Latency,
        Constraint::Zones,
        Constraint::Features,
        Constraint::Admission,
        Constraint::Quota,
        Constraint::Held,
        Constraint::Capacity,
        Constraint::Budget,
    ];

    pub(crate) fn of(constraints: &[Constraint]) -> Self {
        constraints.iter().copied().fold(Self(0), Self::with)
    }

    pub(crate) const fn with(self, constraint: Constraint) -> Self {
        Self(self.0 | 1 << constraint as u8)
    }

    /// Room that is held means nothing without a capacity it is taken from.
    pub(crate) const fn without(self, constraint: Constraint) -> Self {
        let rest = self.0 & !(1 << constraint as u8);
        match constraint {
            Constraint::Capacity => Self(rest & !(1 << Constraint::Held as u8)),
            _ => Self(rest),
        }
    }

    pub(crate) const fn contains(self, constraint: Constraint) -> bool {
        self.0 & 1 << constraint as u8 != 0
    }

    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Constraint> {
        Self::FIRM
            .into_iter()
            .filter(move |constraint| self.contains(*constraint))
    }
}
