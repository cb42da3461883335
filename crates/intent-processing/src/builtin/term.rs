//! What a phrase of the vocabulary can mean.

use nephoran_api::{DeploymentPattern, Environment, Goal};
use nephoran_telecom::{NetworkFunctionType, ReferencePoint, SliceKind};

/// A set of network functions that operators ask for by one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FunctionSet {
    /// The 5G core.
    Core,
    /// The O-RAN base station with its near-real-time controller.
    ORan,
    /// The disaggregated base station: both halves of the central unit and the distributed unit.
    Ran,
    /// Both halves of the central unit.
    CentralUnit,
    /// Both halves of the serving gateway (TS 23.214).
    ServingGateway,
    /// Both halves of the PDN gateway (TS 23.214).
    PacketGateway,
    /// The 4G core.
    Epc,
    /// The IP multimedia subsystem.
    Ims,
}

impl FunctionSet {
    /// What the set is called in an assumption.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Core => "5G core",
            Self::ORan => "O-RAN set",
            Self::Ran => "RAN",
            Self::CentralUnit => "CU",
            Self::ServingGateway => "serving gateway",
            Self::PacketGateway => "PDN gateway",
            Self::Epc => "EPC",
            Self::Ims => "IMS",
        }
    }

    /// The members, in the order a plan lists them.
    pub(crate) const fn members(self) -> &'static [NetworkFunctionType] {
        use NetworkFunctionType as F;
        match self {
            Self::Core => &[
                F::Amf,
                F::Smf,
                F::Upf,
                F::Nrf,
                F::Ausf,
                F::Udm,
                F::Udr,
                F::Pcf,
                F::Nssf,
            ],
            Self::ORan => &[F::OCuCp, F::OCuUp, F::ODu, F::NearRtRic],
            Self::Ran => &[F::OCuCp, F::OCuUp, F::ODu],
            Self::CentralUnit => &[F::OCuCp, F::OCuUp],
            Self::ServingGateway => &[F::SgwC, F::SgwU],
            Self::PacketGateway => &[F::PgwC, F::PgwU],
            Self::Epc => &[F::Mme, F::SgwC, F::SgwU, F::PgwC, F::PgwU, F::Hss],
            Self::Ims => &[F::PCscf, F::ICscf, F::SCscf],
        }
    }
}

/// The functions a slice gets when the text names none that would carry its user plane: the session
/// and user plane that make it a path, and the access and selection functions that let devices into it
/// (TS 23.501 clause 5.15). The planner adds what these depend on.
pub(crate) const SLICE_SET: [NetworkFunctionType; 4] = [
    NetworkFunctionType::Amf,
    NetworkFunctionType::Smf,
    NetworkFunctionType::Upf,
    NetworkFunctionType::Nssf,
];

/// What a verb asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    /// Create.
    Deploy,
    /// Create, unless a stronger verb stands beside it: "we need".
    Need,
    /// Change the number of replicas.
    Scale,
    /// More replicas, or more of a goal or resource.
    Grow,
    /// Fewer replicas, or less of a goal or resource.
    Shrink,
    /// More replicas with a number, a new function without.
    Add,
    /// Fewer replicas with a number, removal without.
    Remove,
    /// Re-plan towards goals.
    Optimize,
    /// Change settings.
    Configure,
    /// Change replicas with a number, settings without.
    Set,
    /// Change settings, unless a stronger verb stands beside it: "ensure".
    Ensure,
    /// New software or a restart.
    Maintain,
    /// Keep the number of replicas between bounds.
    Autoscale,
    /// A request this model cannot hold: "block", "reject".
    Deny,
}

/// What a number or a name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Noun {
    /// Copies of a function.
    Replica,
    /// Network slice.
    Slice,
    /// Slice/service type.
    Sst,
    /// Slice differentiator.
    Sd,
    /// Both of them.
    Snssai,
    /// 5G QoS identifier.
    FiveQi,
    /// Subscribers and users.
    Subscribers,
    /// PDU sessions.
    Sessions,
    /// Anything that attaches.
    Devices,
    /// Registrations, counted per second.
    Registrations,
    /// Radio cells.
    Cells,
    /// Where.
    Place(Place),
    /// Places of a kind, over which functions spread.
    Places(Place),
    /// Processor.
    Cpu,
    /// Main memory.
    Memory,
    /// Disk.
    Storage,
    /// Share of a resource in use.
    Utilisation,
    /// Software version.
    Version,
    /// A factor to scale by.
    Factor,
    /// Service mesh.
    Mesh,
    /// Observation.
    Monitoring,
    /// The square kilometre behind "per".
    SquareKilometre,
}

/// A kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Region of a provider.
    Region,
    /// Zone within a region.
    Zone,
    /// `TargetCluster`.
    Cluster,
    /// Kubernetes namespace.
    Namespace,
}

/// Something that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Metric {
    /// One-way delay.
    Latency,
    /// Its variation.
    Jitter,
    /// Bits per second.
    Throughput,
    /// Share of time in service.
    Availability,
    /// Share of packets lost.
    PacketErrorRate,
    /// Money.
    Cost,
    /// Power.
    Energy,
    /// Speed in general.
    Performance,
}

impl Metric {
    /// The goal that improves this metric.
    pub(crate) const fn goal(self) -> Goal {
        match self {
            Self::Latency | Self::Jitter => Goal::Latency,
            Self::Throughput => Goal::Throughput,
            Self::Availability | Self::PacketErrorRate => Goal::Reliability,
            Self::Cost => Goal::Cost,
            Self::Energy => Goal::Energy,
            Self::Performance => Goal::Performance,
        }
    }
}

/// Small words that relate others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// "to"
    To,
    /// "by"
    By,
    /// "in", "on", "at"
    In,
    /// "with"
    With,
    /// "for"
    For,
    /// "from"
    From,
    /// "and", "then"
    And,
    /// "or"
    Or,
    /// "but"
    But,
    /// "each", "every"
    Each,
    /// "per"
    Per,
    /// "more", "additional"
    More,
    /// "fewer"
    Fewer,
    /// "between"
    Between,
    /// "up to"
    UpTo,
    /// "down to"
    DownTo,
    /// "at least"
    AtLeast,
    /// "at most"
    AtMost,
    /// "minimum"
    Minimum,
    /// "maximum"
    Maximum,
    /// "below", "under"
    Below,
    /// "only"
    Only,
    /// "may reach", "can talk to"
    MayReach,
    /// "to reach", "to talk to" after "allow"
    Allow,
    /// "let": permits when "talk to" follows, and only asks otherwise
    Let,
    /// "accepts connections from": the reverse of "may reach"
    Accepts,
    /// "instead of": what follows is not meant
    InsteadOf,
    /// "disabled", "not needed" behind what it refuses
    Off,
    /// "without", "except"
    Without,
    /// "not", "do not"
    Not,
    /// "no" before a number or a function
    No,
    /// Takes back what was just said: "sorry", "rather", "I mean"
    Correction,
    /// A number that is none: "several", "a few"
    Vague,
}

impl Link {
    /// Whether this joins two things of a list.
    pub(crate) const fn joins(self) -> bool {
        matches!(self, Self::And | Self::Or | Self::But)
    }
}

/// The direction of a throughput.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Towards the network.
    Uplink,
    /// Towards the device.
    Downlink,
    /// Both.
    Both,
}

/// What a phrase of the vocabulary means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Term {
    /// A network function.
    Function(NetworkFunctionType),
    /// A set of them.
    Set(FunctionSet),
    /// A standardised slice kind.
    Slice(SliceKind),
    /// A reference point.
    Point(ReferencePoint),
    /// A verb.
    Verb(Verb),
    /// A past participle, until the words around it say whether it orders.
    Participle(Verb),
    /// A present participle, likewise.
    Gerund(Verb),
    /// Multiply replicas by so many tenths.
    Multiply(u32),
    /// A noun that takes a number or a name.
    Noun(Noun),
    /// Something measured.
    Metric(Metric),
    /// A link word.
    Link(Link),
    /// A direction.
    Direction(Direction),
    /// A goal said in one phrase: "low latency".
    Goal(Goal),
    /// A 5QI by the name of its service.
    FiveQi(u8),
    /// A word of a command line or a manifest.
    Command,
    /// Leaves open whether something is wanted: "maybe".
    Hedge,
    /// What was asked of another function: "the same for".
    Same,
    /// A word whose number only identifies: "ticket 4711".
    Reference,
    /// Number of nines of availability.
    Nines(u8),
    /// A layout.
    Pattern(DeploymentPattern),
    /// An environment.
    Environment(Environment),
    /// The core, without saying of what: processor cores after a number, the 5G core otherwise.
    Core,
    /// Functions on the same node.
    Together,
    /// Functions on different nodes.
    Apart,
    /// What is counted on every node: one of a function there is "apart".
    PerNode,
    /// An authentication mechanism.
    Authentication(&'static str),
    /// An encryption mechanism.
    Encryption(&'static str),
    /// An isolation level.
    Isolation(&'static str),
    /// A key performance indicator.
    Kpi(&'static str),
    /// Names the word after it: "named", "called".
    Named,
    /// A word that carries nothing.
    Stop,
}
