//! The phrases the parser knows, beside the vocabulary of `nephoran-telecom`.
//!
//! Data only. Phrases are lower case, words separated by one space, hyphens written as spaces; a phrase
//! matches whole words, and the longest match wins. No phrase stands in two rows (tested).

use nephoran_api::{DeploymentPattern, Environment, Goal};
use nephoran_telecom::{NetworkFunctionType as Function, SliceKind};

use crate::builtin::term::{Direction, FunctionSet, Link, Metric, Noun, Place, Term};

/// A meaning and its phrases.
pub(crate) type Row = (Term, &'static [&'static str]);

/// Names that several functions share, and spellings the telecom vocabulary leaves out.
#[rustfmt::skip]
pub(crate) const FUNCTIONS: &[Row] = &[
    (Term::Set(FunctionSet::Core), &["5g core", "5gc", "5g core network", "complete 5g core", "full 5g core", "5g sa core", "5g standalone core", "standalone 5g core", "core network", "mobile core", "packet core", "5g packet core", "5g mobile core", "5g core functions", "core network functions"]),
    (Term::Core, &["core", "cores"]),
    (Term::Set(FunctionSet::ORan), &["o ran set", "oran set", "o ran", "oran", "o ran stack", "open ran", "open ran stack", "openran", "o ran components", "o ran deployment"]),
    (Term::Set(FunctionSet::Ran), &["ran", "5g ran", "radio access network", "disaggregated gnb", "disaggregated ran", "split gnb", "ng ran", "5g radio access network"]),
    (Term::Set(FunctionSet::CentralUnit), &["cu", "o cu", "vcu", "vcus", "v cu", "central unit", "centralized unit", "centralised unit", "gnb cu", "o ran central unit", "cus", "o cus", "central units", "o ran central units", "open ran central unit", "open ran central units", "gnb cus"]),
    (Term::Set(FunctionSet::ServingGateway), &["sgw", "sgws", "s gw", "serving gateway", "serving gateways"]),
    (Term::Set(FunctionSet::PacketGateway), &["pgw", "pgws", "p gw", "pdn gw", "pdn gateway", "pdn gateways", "packet gateway", "packet gateways", "packet data network gateway"]),
    (Term::Set(FunctionSet::Epc), &["epc", "evolved packet core", "4g core", "lte core", "4g packet core", "lte packet core", "evolved packet core network"]),
    (Term::Set(FunctionSet::Ims), &["ims", "ip multimedia subsystem", "ims core", "cscf", "cscfs", "call session control function", "call session control functions", "ims functions"]),
    (Term::Function(Function::Pcf), &["policy and charging control function", "policy and charging control", "policy and charging rules function", "policy function"]),
    (Term::Function(Function::Chf), &["charging server", "billing function", "converged charging"]),
    (Term::Function(Function::Nwdaf), &["data analytics function", "analytics function", "network data analytics functions"]),
    (Term::Function(Function::Sepp), &["security edge protection", "roaming proxy"]),
    (Term::Function(Function::Nef), &["exposure function"]),
    (Term::Function(Function::ODu), &["vdu", "vdus", "v du", "v dus"]),
    (Term::Function(Function::OCuUp), &["central unit for the user plane", "central units for the user plane", "cu for the user plane"]),
    (Term::Function(Function::OCuCp), &["central unit for the control plane", "central units for the control plane", "cu for the control plane"]),
    (Term::Function(Function::Gnodeb), &["base station", "base stations", "gnodebs", "ng ran node", "ng ran nodes", "5g nodeb", "5g node b"]),
];

/// Slices and service types, TS 23.501 clause 5.15.2.2 and GSMA NG.116.
#[rustfmt::skip]
pub(crate) const SLICES: &[Row] = &[
    (Term::Slice(SliceKind::Embb), &["embb", "enhanced mobile broadband", "mobile broadband", "broadband", "enhanced mobile broad band", "e mbb", "enhanced mbb", "enhanced broadband", "high speed mobile broadband", "fast mobile broadband"]),
    (Term::Slice(SliceKind::Urllc), &["urllc", "ultra reliable low latency communication", "ultra reliable low latency communications", "ultra reliable low latency", "ultra reliable and low latency communications", "ultra reliable and low latency", "ultra low latency reliable", "critical machine type communication", "critical machine type communications", "cmtc", "low latency ultra reliable", "low latency and ultra reliable", "ultra low latency and high reliability", "ultra reliable communication", "ultra reliable communications", "ultra reliable low latency comms", "ultra reliable low latency communications service"]),
    (Term::Slice(SliceKind::Miot), &["miot", "mmtc", "massive iot", "massive internet of things", "massive machine type communication", "massive machine type communications", "massive mtc", "iot", "massive machine type", "massive machine communication", "massive machine communications", "massive machine type comms", "internet of things", "m2m", "machine to machine", "nb iot", "cellular iot", "massive sensor"]),
    (Term::Slice(SliceKind::V2x), &["v2x", "vehicle to everything", "c v2x", "vehicle to x", "vehicular", "vehicular communication", "vehicular communications", "vehicle to vehicle", "vehicle to infrastructure", "vehicle to network", "cellular v2x", "cv2x", "connected car", "connected vehicle", "automotive", "v2v", "v2i"]),
    (Term::Slice(SliceKind::Hmtc), &["hmtc", "high performance machine type communication", "high performance machine type communications", "high performance machine type", "high performance mtc", "hpmtc"]),
    (Term::Noun(Noun::Slice), &["slice", "slices", "network slice", "network slices", "slice instance", "network slice instance", "nsi", "slice subnet", "network slice subnet"]),
    (Term::Noun(Noun::Sst), &["sst", "slice service type", "slice type value", "slice service type sst", "service type", "sliceservicetype", "slice servicetype"]),
    (Term::Noun(Noun::Sd), &["sd", "slice differentiator", "differentiator"]),
    (Term::Noun(Noun::Snssai), &["s nssai", "snssai", "nssai"]),
];

/// Nouns that take a number or a name.
#[rustfmt::skip]
pub(crate) const NOUNS: &[Row] = &[
    (Term::Noun(Noun::Replica), &["replica", "replicas", "instance", "instances", "pod", "pods", "copy", "copies", "replica count", "replicacount", "replicas count", "instance count", "number of replicas", "number of instances", "number of pods", "nf instances", "repl", "repls", "replica number", "quantity of replicas", "pcs", "nos", "pieces", "how many", "replica target", "desired replicas", "target replicas", "desired replica count", "no of replicas", "no of instances", "quantity of instances", "amount of replicas", "amount of instances"]),
    (Term::Noun(Noun::FiveQi), &["5qi", "5g qos identifier", "5qi value", "fiveqi", "qos identifier", "qos flow identifier"]),
    (Term::Noun(Noun::Subscribers), &["subscriber", "subscribers", "user", "users", "customers", "subs", "subscriptions", "subscribed users", "active users", "concurrent users", "simultaneous users"]),
    (Term::Noun(Noun::Sessions), &["session", "sessions", "pdu sessions", "pdu session", "data sessions", "concurrent sessions", "concurrent pdu sessions", "simultaneous sessions", "active sessions", "active pdu sessions", "simultaneous pdu sessions", "maxnumberofpdusessions"]),
    (Term::Noun(Noun::Devices), &["ue", "ues", "device", "devices", "sensor", "sensors", "user equipment", "user equipments", "handsets", "smartphones", "phones", "terminals", "meters", "smart meters", "iot devices", "iot sensors", "connected devices", "active ues", "connected ues", "registered ues", "concurrent ues", "relays", "protection relays", "endpoints", "iot endpoints", "trackers", "mobile devices", "robots", "cameras", "vehicles", "connected vehicles", "cars", "connected cars", "drones", "machines", "maxnumberofues", "probes", "soil probes", "gadgets", "things", "modems", "wearables", "tags", "beacons", "water meters", "gas meters", "electricity meters", "trucks", "buses", "cranes", "scanners", "machines and robots", "mobile phones", "iot meters", "iot connections", "m2m connections", "device connections", "tracker connections", "sim cards", "m2m sims", "iot sims", "data sims", "iot trackers", "iot terminals", "iot modules", "iot things", "iot units", "tablets", "routers", "cpes", "agv", "agvs", "shuttles", "forklifts", "cobots", "laptops", "headsets", "ambulances", "taxis", "trains", "trams", "street lights", "actuators", "turbines", "pumps", "lorries", "vans", "e bikes", "scooters"]),
    (Term::Noun(Noun::Registrations), &["registrations", "registration", "registration rate", "registration requests", "ue registrations", "initial registrations", "registration attempts", "attach requests", "attaches"]),
    (Term::Noun(Noun::Cells), &["cell", "cells", "radio cell", "radio cells", "nr cell", "nr cells", "5g cells"]),
    (Term::Noun(Noun::Place(Place::Region)), &["region", "permitted regions", "permitted region", "allowed regions", "allowed region"]),
    (Term::Noun(Noun::Place(Place::Zone)), &["zone", "permitted zones", "permitted zone", "allowed zones", "allowed zone", "availability zone", "az"]),
    (Term::Noun(Noun::Place(Place::Cluster)), &["cluster", "permitted clusters", "permitted cluster", "allowed clusters", "allowed cluster", "k8s cluster", "kubernetes cluster", "workload cluster", "target cluster", "targetcluster"]),
    (Term::Noun(Noun::Place(Place::Namespace)), &["namespace", "permitted namespaces", "permitted namespace", "allowed namespaces", "allowed namespace", "ns", "kubernetes namespace", "target namespace"]),
    (Term::Noun(Noun::Places(Place::Cluster)), &["clusters", "sites"]),
    (Term::Noun(Noun::Places(Place::Region)), &["regions"]),
    (Term::Noun(Noun::Places(Place::Zone)), &["zones", "availability zones", "azs", "failure domains"]),
    (Term::Noun(Noun::Cpu), &["cpu", "cpus", "vcpu", "vcpus", "cpu cores", "cpu core", "processor", "processors", "virtual cpu", "virtual cpus", "virtual core", "virtual cores", "physical cores", "vcore", "vcores", "vcpu cores", "millicores", "targetcpu", "target cpu", "cpu target", "targetcpuutilizationpercentage", "cpu threshold", "targetaveragecpuutilization", "target cpu percent", "targetcpupercent", "cpupercent"]),
    (Term::Noun(Noun::Memory), &["memory", "ram", "mem", "main memory", "target memory", "memory target", "memory threshold", "targetmemoryutilizationpercentage", "targetmemorypercent"]),
    (Term::Noun(Noun::Storage), &["storage", "disk", "disk space", "persistent storage", "persistent volume", "persistent volumes", "persistent volume claim", "volume claim", "volume", "volumes", "pv", "pvc", "hard disk", "local storage", "disk storage", "nvme", "ssd"]),
    (Term::Noun(Noun::Utilisation), &["utilization", "utilisation", "usage", "load", "target utilization", "average utilization", "average utilisation", "target utilisation", "threshold", "thresholds"]),
    (Term::Noun(Noun::Version), &["version", "release", "software version", "image tag", "tag", "software release"]),
    (Term::Noun(Noun::Factor), &["factor", "a factor of", "factor of"]),
    (Term::Noun(Noun::Mesh), &["service mesh", "mesh", "istio", "linkerd"]),
    (Term::Noun(Noun::Monitoring), &["monitoring", "observability", "prometheus", "metrics", "telemetry", "dashboards", "alerting", "prometheus metrics", "prometheus monitoring", "metrics collection", "performance monitoring", "fault monitoring", "health monitoring", "kpi monitoring", "performance management"]),
    (Term::Noun(Noun::SquareKilometre), &["per km2", "per square kilometre", "per square kilometer", "per sq km", "per square km", "km2", "square kilometre", "square kilometres", "square kilometer", "square kilometers", "sq km", "square km"]),
];

/// What is measured, and goals said in one phrase.
#[rustfmt::skip]
pub(crate) const METRICS: &[Row] = &[
    (Term::Metric(Metric::Latency), &["latency", "latencies", "delay", "end to end latency", "e2e latency", "user plane latency", "one way latency", "packet delay", "packet delay budget", "pdb", "delay budget", "end to end delay", "e2e delay", "round trip latency", "network latency", "response time", "lat", "rtt", "round trip time", "round trip delay", "response times", "transmission delay", "transport delay", "e2e latencies", "network delay", "rtt latency", "signalling delay", "signaling delay", "signalling latency", "signaling latency", "processing delay", "lag", "turnaround time", "latency budget", "latency target", "target latency", "latency requirement", "round trip", "roundtrip", "roundtrip time", "roundtrip latency", "one way delay", "air interface latency", "delay target", "delay requirement"]),
    (Term::Metric(Metric::Jitter), &["jitter", "delay variation", "packet delay variation", "pdv"]),
    (Term::Metric(Metric::Throughput), &["throughput", "bandwidth", "data rate", "bit rate", "bitrate", "datarate", "user plane throughput", "capacity", "rate", "throughputs", "traffic", "speed", "gbr", "guaranteed bit rate", "guaranteed throughput", "user plane traffic", "dataplane throughput", "data plane throughput", "aggregate throughput", "peak throughput", "peak data rate"]),
    (Term::Metric(Metric::Availability), &["availability", "reliability", "uptime", "service availability", "network availability", "avail", "dependability", "robustness", "stability", "resilience"]),
    (Term::Metric(Metric::PacketErrorRate), &["packet error rate", "packet loss", "packet loss rate", "packet error loss rate", "pelr", "error rate", "loss rate", "packet loss ratio", "plr", "packet error ratio", "loss", "losses", "packet losses"]),
    (Term::Metric(Metric::Cost), &["cost", "costs", "spend", "expense", "opex", "cloud cost", "cloud costs", "running costs", "operating costs", "operating cost", "expenditure", "operational expenditure", "operating expenditure", "spending", "bill", "cloud bill", "expenses", "footprint", "how much money"]),
    (Term::Metric(Metric::Energy), &["energy", "energy consumption", "power consumption", "power", "energy use", "energy usage", "electricity", "carbon footprint", "energy efficiency", "energy saving", "energy savings", "power saving", "power savings", "power usage", "power draw", "electricity consumption", "energy demand", "wattage", "electricity bill", "energy bill", "power bill", "energy costs", "energy cost"]),
    (Term::Metric(Metric::Performance), &["performance"]),
    (Term::Goal(Goal::Latency), &["low latency", "lowest latency", "ultra low latency", "minimal latency", "latency optimized", "latency optimised", "minimum latency", "lower latency", "latency sensitive", "better latency", "improved latency", "less latency", "best latency", "less delay", "shorter delay", "lower delay", "less lag", "more responsive", "snappier", "quicker response", "faster response"]),
    (Term::Goal(Goal::Throughput), &["high throughput", "maximum throughput", "high bandwidth", "highest throughput", "higher throughput", "high capacity", "throughput optimized", "throughput optimised", "better throughput", "more throughput", "improved throughput", "more bandwidth", "better bandwidth"]),
    (Term::Goal(Goal::Cost), &["low cost", "cost effective", "cost efficient", "cost efficiency", "lowest cost", "cheapest", "cheap", "minimal cost", "minimum cost", "cost optimized", "cost optimised", "lower cost", "cost savings", "save money", "cheaper", "cheaper to run", "less expensive", "more cost efficient", "more cost effective", "as cheap as possible", "cost saving", "less cost", "cheaply", "cost effectively", "cost efficiently", "as cheaply as possible", "as cost effectively as possible", "as cost efficiently as possible", "cheap to run", "spending less money", "spending less", "spend less money", "spend less", "saving money", "saving costs", "saving cost", "lower expenses", "lower bill", "less money", "lower costs", "lowest costs"]),
    (Term::Goal(Goal::Energy), &["energy efficient", "low power", "power efficient", "energy saving mode", "lowest energy", "low energy", "save energy", "more energy efficient", "greener", "less power hungry", "less energy", "less power", "lower power", "less electricity", "fewer kilowatt hours", "fewer kwh", "less kwh", "less kilowatt hours", "energy efficiently", "as energy efficiently as possible", "as energy efficient as possible", "as little power as possible", "as little energy as possible", "greenest", "lowest power", "saving energy", "saving power", "saving electricity", "less power consumption", "lower energy use", "less energy use"]),
    (Term::Goal(Goal::Reliability), &["highly reliable", "high reliability", "maximum reliability", "higher reliability", "ultra reliable", "reliable", "more robust", "more dependable", "more reliable", "better reliability", "better availability", "more reliability", "improved reliability", "higher availability", "fail less often", "fails less often", "fewer failures", "fewer outages", "more stable", "more resilient", "more available", "greater reliability", "greater availability", "greater resilience", "greater stability", "fail too often", "fails too often", "fail far too often", "fails far too often", "fail so often", "fails so often", "crash less often", "crashes less often", "as reliable as possible", "as reliably as possible", "as dependable as possible"]),
    (Term::Goal(Goal::Performance), &["fast session setup", "faster session setup", "high performance", "best performance", "maximum performance", "higher performance", "faster", "better performance", "quicker", "more performant", "more powerful", "better performing"]),
    (Term::Nines(2), &["two nines"]),
    (Term::Nines(3), &["three nines"]),
    (Term::Nines(4), &["four nines"]),
    (Term::Nines(5), &["five nines", "carrier grade availability"]),
    (Term::Nines(6), &["six nines"]),
];

/// 5QI values by the example services of TS 23.501 table 5.7.4-1, where a service names one value only.
#[rustfmt::skip]
pub(crate) const FIVE_QI_NAMES: &[Row] = &[
    (Term::FiveQi(1), &["conversational voice"]),
    (Term::FiveQi(2), &["conversational video", "conversational video live streaming"]),
    (Term::FiveQi(3), &["real time gaming"]),
    (Term::FiveQi(4), &["non conversational video"]),
    (Term::FiveQi(5), &["ims signalling", "ims signaling"]),
    (Term::FiveQi(7), &["interactive gaming"]),
    (Term::FiveQi(65), &["mission critical push to talk voice", "mission critical push to talk", "mission critical user plane push to talk voice", "mcptt", "mcptt voice"]),
    (Term::FiveQi(66), &["non mission critical push to talk voice", "non mission critical push to talk", "non mission critical user plane push to talk voice"]),
    (Term::FiveQi(67), &["mission critical video"]),
    (Term::FiveQi(69), &["mission critical delay sensitive signalling", "mission critical delay sensitive signaling", "mission critical signalling", "mission critical signaling"]),
    (Term::FiveQi(70), &["mission critical data"]),
    (Term::FiveQi(84), &["intelligent transport systems", "intelligent transport system"]),
    (Term::FiveQi(85), &["remote driving", "high voltage electricity distribution", "electricity distribution high voltage"]),
    (Term::FiveQi(86), &["advanced driving"]),
];

/// First words of commands and manifests: an intent is a sentence.
#[rustfmt::skip]
pub(crate) const COMMANDS: &[Row] = &[
    (Term::Command, &["kubectl", "helm", "docker", "sudo", "curl", "wget", "bash", "powershell", "apiversion", "drop table", "select", "insert into", "delete from", "xargs", "chmod", "systemctl"]),
];

/// What grants, in front of what it grants: "gets access to".
#[rustfmt::skip]
pub(crate) const GRANTS: &[&str] = &[
    "gets", "get", "has", "have", "is granted", "are granted", "be granted", "is given", "are given", "be given", "receives", "obtains",
];

/// What is granted.
#[rustfmt::skip]
pub(crate) const GRANTED: &[&str] = &["access to", "connectivity to", "through to"];

/// What functions run on, one of them and several.
#[rustfmt::skip]
pub(crate) const MACHINE: &[&str] = &[
    "node", "host", "server", "machine", "worker", "worker node", "physical node", "physical server", "physical host", "box", "hypervisor", "compute node", "k8s node", "kubernetes node",
];
#[rustfmt::skip]
pub(crate) const MACHINES: &[&str] = &[
    "nodes", "hosts", "servers", "machines", "workers", "worker nodes", "physical nodes", "physical servers", "physical hosts", "boxes", "hypervisors", "compute nodes", "k8s nodes", "kubernetes nodes",
];

/// What says that a machine is shared, and that machines are not.
#[rustfmt::skip]
pub(crate) const ONE: &[&str] = &[
    "same", "the same", "one", "one single", "a single", "one and the same", "one common", "a common", "the very same",
];
#[rustfmt::skip]
pub(crate) const SEVERAL: &[&str] = &[
    "different", "separate", "distinct", "mutually different", "two different", "individual", "dedicated separate", "spread across", "spread over", "spread across distinct", "spread across different", "spread over different", "distributed over", "distributed across",
];

/// Uses that only one kind of slice is made for (TS 22.261 clause 7, TS 23.501 table 5.15.2.2-1). They decide nothing where
/// the text names a kind.
#[rustfmt::skip]
pub(crate) const USES: &[(SliceKind, &[&str])] = &[
    (SliceKind::Miot, &["smart meters", "meters", "water meters", "gas meters", "electricity meters", "parking sensors", "iot sensors", "iot devices", "iot endpoints", "soil probes", "soil sensors", "smart metering", "asset trackers", "sensors"]),
    (SliceKind::Urllc, &["remote surgery", "telesurgery", "remotely operated surgery", "ultra reliable", "ultra reliable links", "teleoperation", "motion control"]),
    (SliceKind::V2x, &["vehicles", "connected vehicles", "connected cars", "cars", "vehicle platooning", "platooning", "autonomous driving", "self driving cars", "autonomous vehicles", "roadside units"]),
];

/// Words that leave open whether something is wanted.
#[rustfmt::skip]
pub(crate) const HEDGES: &[Row] = &[
    (Term::Hedge, &["maybe", "perhaps", "possibly", "probably", "not sure", "wonder", "wondering", "what if", "unsure", "undecided", "eventually", "at some point", "thinking about", "thinking of", "considering", "might need", "might want", "may need to", "might have to", "may have to", "you know what i mean", "will be agreed", "to be agreed", "yet to be agreed", "still to be agreed", "tell me whether", "tell us whether", "tell me how many", "tell us how many", "tell me which", "tell us which", "let me know whether", "let us know whether", "let me know how many", "let us know how many", "know whether", "know how many", "i would like to know", "we would like to know", "i'd like to know", "we'd like to know", "discussed with", "comes later", "come later", "not decided", "not yet decided", "yet to be decided", "still open", "will follow", "unless", "look into", "some love", "some attention", "hold on until", "hold on", "hold off", "hold fire", "remind me", "remind us", "a quote for", "an offer for", "do not execute", "don't execute", "not to be executed", "do not run this", "do not carry out", "dry run", "for discussion only", "for discussion", "just thinking", "just asking", "just a thought", "you choose", "your choice", "at your discretion", "as you see fit", "as you deem fit", "as you like", "use your judgement", "use your judgment", "or so", "subject to approval", "pending approval", "not approved yet", "not yet approved", "awaiting approval", "to be approved", "but this time", "decision adjourned", "adjourned", "taken note of", "decision is pending", "decision pending", "to follow", "follows later", "follow later"]),
];

/// Words that mean what was asked before.
#[rustfmt::skip]
pub(crate) const ANAPHORS: &[Row] = &[
    (Term::Same, &["do the same", "do the same thing", "the same for", "same for", "the same to", "the same with", "same with", "same as", "the same as", "same again", "the same again", "the same thing", "same thing", "same procedure", "the same procedure", "the same number of", "same number of", "the same amount of", "just as many", "equally many", "as many", "likewise", "ditto", "same goes for", "the same goes for", "the same applies to", "same applies to", "do likewise", "by the same", "by as many", "by the same number", "to the same number", "as last time", "like last time", "as usual"]),
];

/// What a number behind it identifies: a ticket, a standard, a telephone.
#[rustfmt::skip]
pub(crate) const REFERENCES: &[Row] = &[
    (Term::Reference, &["ticket", "intent", "contract", "contract no", "phase", "wave", "batch", "lot", "site", "agreement", "ticket number", "ticket no", "tickets", "case", "case number", "incident", "incident number", "change request", "change number", "change no", "chg", "crq", "cr", "rfc", "cost centre", "cost center", "account", "invoice", "purchase order", "po", "work order", "order number", "order no", "contact", "phone", "telephone", "tel", "call me at", "ext", "room", "building", "ts", "tr", "3gpp ts", "3gpp tr", "etsi ts", "clause", "section", "annex", "chapter", "page", "appendix", "requirement", "item", "step", "reference number", "priority", "prio", "req", "request number", "request no", "ritm", "task", "job", "mop", "rfp", "fr", "table", "figure", "fig", "user story", "epic", "sprint", "change record", "record", "inc", "approval", "approval no", "approval number", "audit point", "finding", "form", "offer", "quotation", "quote no", "decision", "fax", "ref", "ref no", "our ref", "your ref", "serial no", "serial number", "case no", "incident no", "order confirmation", "request id", "ticket id", "change id", "change request no", "project", "project code", "project number", "project no", "milestone", "badge", "badge no", "badge number", "rack", "slot", "desk", "seat", "purchase request", "purchase order no", "severity", "sev", "panel", "slide", "pages", "calendar week", "budget line", "line item", "paragraph", "problem", "problem record", "customer no", "customer number", "contract number", "asset", "asset no", "my number", "our number", "questions dial", "product team", "action item", "agenda item", "merge request", "pull request", "merge requests", "pull requests", "mr", "pr"]),
];

/// What permits, in front of what is permitted: "may talk to", "is only allowed to reach".
#[rustfmt::skip]
pub(crate) const PERMISSIONS: &[&str] = &[
    "may", "may only", "can", "can only", "must", "must only", "shall", "shall only", "should", "should only", "allowed to", "is allowed to", "is only allowed to", "are allowed to", "are only allowed to",
    "be allowed to", "should be allowed to", "alone may", "alone can", "alone shall", "alone must", "will be allowed to", "is permitted to", "is only permitted to", "are permitted to", "be permitted to", "is authorised to", "is authorized to", "are authorised to", "are authorized to",
    "is entitled to", "are entitled to", "is able to", "be able to", "should be able to", "must be able to", "shall be able to", "is to be allowed to", "is to be able to",
];

/// What one function does to another when it reaches it.
#[rustfmt::skip]
pub(crate) const CONTACTS: &[&str] = &[
    "reach", "talk to", "talk with", "speak to", "speak with", "connect to", "connect with", "access", "communicate with", "contact", "call", "query", "control", "send traffic to", "send requests to",
    "exchange traffic with", "open connections to", "establish connections to", "establish a connection to", "establish sessions with", "initiate connections to", "open sessions to", "reach out to",
    "send anything to", "invoke", "get through to", "gets through to", "get to", "talk directly to", "through to",
];

/// Layouts, environments, policies.
#[rustfmt::skip]
pub(crate) const TRAITS: &[Row] = &[
    (Term::Pattern(DeploymentPattern::HighAvailability), &["high availability", "highly available", "ha", "ha mode", "high availability mode", "fault tolerant", "redundant", "redundancy", "geo redundant", "geo redundancy", "resilient", "active active", "ha pair", "redundantly", "with redundancy", "in redundancy", "highly available setup", "active standby", "hot standby"]),
    (Term::Pattern(DeploymentPattern::Standalone), &["standalone mode", "standalone 5g", "small standalone", "standalone", "stand alone", "single node", "non redundant"]),
    (Term::Pattern(DeploymentPattern::Distributed), &["distributed", "geographically distributed", "geo distributed", "multi cluster", "multi site"]),
    (Term::Pattern(DeploymentPattern::Edge), &["edge", "edge site", "edge cluster", "edge location", "edge sites", "edge cloud", "mec", "multi access edge", "far edge", "network edge", "edge data center", "edge deployment", "edge node", "edge nodes", "edge computing"]),
    (Term::Pattern(DeploymentPattern::Hybrid), &["hybrid", "hybrid deployment", "hybrid mode"]),
    (Term::Environment(Environment::Production), &["production", "prod", "live network", "production environment", "production network", "production grade", "live environment"]),
    (Term::Environment(Environment::Staging), &["staging", "pre production", "preproduction", "pre production environment", "preproduction environment", "preprod environment", "preprod", "pre prod", "staging environment"]),
    (Term::Environment(Environment::Development), &["development", "dev", "development environment", "dev environment"]),
    (Term::Environment(Environment::Testing), &["testing", "test", "lab", "qa", "test environment", "testbed", "test bed", "test network", "testing environment", "lab environment", "trial"]),
    (Term::Together, &["same node", "the same node", "same host", "co locate", "colocate", "co located", "colocated", "collocate", "collocated", "on the same node", "on the same host", "on the same node as", "together with", "next to", "affinity", "close to", "share a node", "share a host", "share one node", "share one host", "share the same node", "share the same host", "share a server", "share a machine", "share a worker", "share a worker node", "share nodes", "sharing a node", "sharing a host", "one and the same node", "one node", "a single node", "same machine", "same server", "same worker", "same worker node", "on the same machine", "on the same server"]),
    (Term::Apart, &["on a different node", "a different node", "a node of its own", "on a node of its own", "a node of their own", "on a node of their own", "on a separate node", "a separate node", "its own node", "on its own node", "different nodes", "separate nodes", "on different nodes", "on separate nodes", "anti affinity", "antiaffinity", "pod anti affinity", "spread across nodes", "spread over nodes", "distinct nodes", "on distinct nodes", "never on the same node", "different hosts", "on different hosts", "not on the same node", "away from", "apart", "separate hosts", "on separate hosts", "different machines", "different servers", "different workers", "different worker nodes", "separate machines", "separate servers", "distinct hosts", "on distinct hosts", "distinct servers", "nodes of their own", "across nodes", "over nodes", "across hosts", "over hosts", "across the nodes", "over the nodes", "across all nodes", "across worker nodes", "across several nodes", "over several nodes", "across multiple nodes", "over multiple nodes", "across different nodes", "over different nodes", "across servers", "over different hosts", "across different hosts"]),
    (Term::PerNode, &["per node", "per host", "per zone", "per availability zone", "per az", "per worker", "per worker node", "per server", "per machine", "on each node", "on any node", "on any one node"]),
    (Term::Authentication("mTLS"), &["mtls", "mutual tls", "m tls", "mutual tls authentication"]),
    (Term::Authentication("OAuth2"), &["oauth2", "oauth", "oauth 2.0"]),
    (Term::Encryption("TLS"), &["tls", "tls encryption", "tls 1.3", "tls 1.2", "encryption in transit", "encrypted traffic"]),
    (Term::Encryption("IPsec"), &["ipsec", "ip sec"]),
    (Term::Isolation("dedicated"), &["dedicated", "dedicated resources", "isolated", "fully isolated", "full isolation", "separation", "full separation", "complete separation", "strict separation", "must not share anything with", "shall not share anything with", "not share anything with", "share nothing with", "shares nothing with", "must not share resources with", "not share resources with", "no other tenant may share", "no other customer may share", "separated from", "kept separate from", "isolation", "physical isolation", "physically isolated", "kept apart from the other slices", "kept apart from other slices", "apart from the other slices", "apart from other slices", "separated from other slices", "separated from the other slices"]),
    (Term::Isolation("logical"), &["logical isolation", "logically isolated"]),
    (Term::Isolation("shared"), &["shared", "shared resources", "no isolation"]),
    (Term::Kpi("registration-success-rate"), &["registration success rate"]),
    (Term::Kpi("pdu-session-success-rate"), &["pdu session success rate", "pdu session establishment success rate", "session success rate", "session establishment success rate", "pdu session establishment"]),
    (Term::Kpi("handover-success-rate"), &["handover success rate", "handovers"]),
    (Term::Kpi("cpu-utilisation"), &["cpu usage kpi"]),
    (Term::Kpi("prb-utilisation"), &["prb utilization", "prb utilisation", "prb usage"]),
    (Term::Direction(Direction::Uplink), &["uplink", "ul", "upstream", "upload", "up link", "up", "ulthptperslice", "from them", "from the devices", "from the users", "from the ues", "from the subscribers", "from the customers", "towards the network"]),
    (Term::Direction(Direction::Downlink), &["downlink", "dl", "downstream", "download", "down link", "down", "dlthptperslice", "towards them", "towards the devices", "towards the users", "towards the ues", "towards the subscribers", "towards the customers", "to the devices", "to the users", "to the ues", "to the subscribers", "to the customers"]),
    (Term::Direction(Direction::Both), &["symmetric", "symmetrical", "both directions", "bidirectional", "in both directions", "in each direction", "each direction", "per direction"]),
    (Term::Named, &["named", "called", "name"]),
];

/// Link words.
#[rustfmt::skip]
pub(crate) const LINKS: &[Row] = &[
    (Term::Link(Link::To), &["to", "towards", "toward", "reach", "reaching", "talk to", "connect to", "communicate with", "speak to", "talks to", "connects to", "communicates with", "speaks to"]),
    (Term::Link(Link::By), &["by"]),
    (Term::Link(Link::In), &["in", "on", "at", "into", "onto", "inside", "within", "via", "over", "through", "across"]),
    (Term::Link(Link::With), &["with", "having", "using", "consisting of", "comprising", "made up of", "composed of", "including", "plus", "along with", "as well as", "together"]),
    (Term::Link(Link::For), &["for", "serving", "supporting", "support", "supports", "serve", "serves", "to support", "to serve", "to handle", "handling", "handle", "to carry", "carrying", "so that", "because", "dimensioned for", "sized for", "capable of", "to connect", "connecting", "covering", "used by", "due to", "during", "before", "after", "ahead of", "near", "along", "able to handle", "that can handle", "able to serve", "able to support", "able to carry", "that supports", "that handles", "which supports", "in front of", "on behalf of", "ahead of the", "as part of"]),
    (Term::Link(Link::From), &["from"]),
    (Term::Link(Link::And), &["and", "then", "also", "while"]),
    (Term::Link(Link::Or), &["or", "or else", "or alternatively", "alternatively"]),
    (Term::Link(Link::But), &["but"]),
    (Term::Link(Link::Each), &["each", "every", "each of", "apiece", "for each", "per function", "per nf", "of each", "all functions", "each function", "every function", "of everything", "of each kind", "of each of them", "of every one", "every one of them", "each one of them", "every single one of them", "every single one", "each one", "per component", "each network function", "for each of", "respectively each"]),
    (Term::Link(Link::Per), &["per"]),
    (Term::Link(Link::More), &["more", "additional", "extra", "another", "further", "one more", "an additional", "an extra", "one additional", "one extra", "one further"]),
    (Term::Link(Link::Fewer), &["fewer", "less replicas", "less"]),
    (Term::Link(Link::Between), &["between", "ranging from", "range from"]),
    (Term::Link(Link::UpTo), &["up to", "as many as"]),
    (Term::Link(Link::DownTo), &["down to", "back to", "back down to", "back at", "back up to"]),
    (Term::Link(Link::AtLeast), &["as few as", "at least", "no less than", "not less than", "no fewer than", "not fewer than", "never below", "more than", "above", "over at least", "greater than", "exceeding", "better than", "higher than", "no lower than", "not below", "never fewer than", "never less than", "at minimum", "but no fewer than", "but no less than", "but at least", "and at least", "not fall short of", "may not fall short of", "must not fall short of", "never fall short of", "may not fall below", "may not drop below", "not fall below", "must not fall below", "never fall below", "never falls below", "not drop below", "must not drop below", "never drop below", "never drops below", "at the least", "at the very least"]),
    (Term::Link(Link::AtMost), &["at most", "no more than", "not more than", "never exceed", "not exceed", "not exceeding", "never more than", "never above", "at the most", "at the very most", "must not exceed", "should not exceed", "without exceeding", "no higher than", "not above", "not over", "no further than", "and not beyond", "may not exceed", "cannot exceed", "at maximum", "never reach", "never reaches", "not reach", "no worse than", "not worse than", "no longer than", "not longer than", "not be longer than", "not be higher than", "not be greater than", "not be more than", "not be worse than", "not take longer than", "no slower than", "not beyond", "never beyond", "not go beyond", "never go beyond", "not going beyond", "not go over", "not go above", "not climb above", "not rise above", "capped at", "but no more than", "but not more than", "but at most", "and no more than", "and at most"]),
    (Term::Link(Link::Minimum), &["floor", "min", "minimum", "min replicas", "minreplicas", "minimum of", "a minimum of", "minimum replicas", "lower bound", "lower bound of", "a lower bound of", "lower limit", "lower limit of", "floor of", "a floor of", "minimum number of", "min number of", "minimum number of replicas", "minimum replica count", "min replica count", "lower one", "the lower one", "as the lower", "as lower limit", "as the lower limit", "as the lower bound", "as lower bound"]),
    (Term::Link(Link::Maximum), &["max", "maximum", "max replicas", "maxreplicas", "maximum of", "a maximum of", "maximum replicas", "limit of", "limits", "limit", "lim", "lims", "cap", "limited to", "capped to", "limited", "upper bound", "upper bound of", "an upper bound of", "upper limit", "upper limit of", "ceiling of", "a ceiling of", "maximum number of", "max number of", "maximum number of replicas", "max number of replicas", "maximum replica count", "max replica count", "ceiling", "upper one", "the upper one", "as the upper", "as upper limit", "as the upper limit", "as the upper bound", "as upper bound"]),
    (Term::Link(Link::Below), &["below", "under", "less than", "lower than", "sub", "beneath", "smaller than", "fewer than"]),
    (Term::Link(Link::Only), &["only", "just", "nothing but", "none but", "nobody but", "no one but", "nothing other than", "no function other than", "only the", "solely", "exclusively", "no network function other than", "no network function except", "no function except", "nothing except", "nobody except", "no one except", "no nf other than", "no nf except", "no other function than", "no other nf than", "none other than", "nobody other than", "nobody apart from", "no one apart from", "no function apart from", "no network function apart from", "no nf apart from", "nothing apart from", "none apart from", "none except", "alone"]),
    (Term::Link(Link::MayReach), &["to reach", "to talk to", "to connect to", "to access", "to communicate with"]),
    (Term::Link(Link::Allow), &["allow", "which allows", "that allows", "which permits", "that permits", "permit", "admit", "unblock", "traffic of", "let through", "allow traffic", "permit traffic", "allow traffic from", "permit traffic from", "allow connections from", "admit traffic from", "allow only", "permit only", "access from", "traffic from", "connectivity from", "communication from", "connections from", "firewall opening", "firewall opening from", "opening from", "open the firewall from", "open the firewall for"]),
    (Term::Link(Link::Let), &["let"]),
    (Term::Link(Link::Without), &["without", "except", "except for", "excluding", "but not", "other than", "minus", "leave out", "leaving out", "omit", "skip", "forget", "forget the", "forget about", "forget about the", "apart from", "no need for", "but no", "but keep", "but keep the", "but leave", "but leave the", "do not touch", "don't touch", "without touching", "leave alone", "everything but", "everything but the", "everything except", "everything except for", "all but", "all but the", "all except", "all except for", "all functions but", "all functions except", "anything but", "do without", "we do without", "can live without", "hands off", "keep your hands off"]),
    (Term::Link(Link::Not), &["not", "never", "don't", "do not", "doesn't", "shouldn't", "must not", "should not", "cannot", "can't", "won't"]),
    (Term::Link(Link::No), &["no"]),
    (Term::Link(Link::Correction), &["sorry", "i mean", "rather", "make that", "correction", "scratch that", "no wait", "wait", "actually", "no sorry", "no rather", "no make that", "no i mean", "or rather", "sorry i mean", "no make it", "on second thought", "or better", "better make it", "strike that", "nope", "i was wrong", "my mistake", "that was wrong", "wait no", "oops", "no actually", "actually no", "sorry make it", "sorry make that", "actually make it", "actually make that", "i meant", "meant", "sorry i meant", "excuse me", "no i meant"]),
    (Term::Link(Link::Accepts), &["accept", "accepts", "accept connections", "accept traffic", "accepts connections", "accepts traffic", "accept requests", "accepts requests", "be reached", "be reachable", "is reachable", "reachable", "be accessed", "be accessible", "is accessible", "accessible", "can be reached", "may be reached", "can be accessed", "may be accessed", "accept calls", "accepts calls", "takes calls", "take calls", "take requests", "takes requests", "listen to", "listens to"]),
    (Term::Link(Link::InsteadOf), &["instead of", "rather than", "in place of", "in lieu of"]),
    (Term::Link(Link::Off), &["not this time", "not at this time", "not for now", "not yet needed", "not yet required", "we leave out", "we leave aside", "we omit", "left out", "omitted", "not included", "is not included", "not in scope", "is not in scope", "out of scope", "is out of scope", "not part of", "is not part of", "are not part of", "is no part of", "are no part of", "is not wanted", "are not wanted", "no longer wanted", "is no longer wanted", "are no longer wanted", "is no longer needed", "are no longer needed", "stays out", "is left out", "is omitted", "are left out", "are omitted", "disabled", "switched off", "turned off", "not needed", "not required", "not necessary", "not wanted", "unnecessary", "no longer needed", "are not needed", "is not needed", "are not required", "is not required", "is not desired", "is not necessary", "are not necessary", "is unnecessary"]),
    (Term::Link(Link::Vague), &["several", "a few", "few", "some", "many", "a number of", "multiple", "enough", "various", "lots of", "a lot of", "an adequate number of", "adequate number of", "sufficient", "a sufficient number of", "sufficient number of", "an appropriate number of", "appropriate number of", "a suitable number of", "suitable number of", "as many as needed", "as many as necessary", "a bunch of", "a handful of", "a couple more", "plenty of", "loads of", "a good number of", "as needed", "tbd", "to be defined", "to be determined", "to be decided", "to be confirmed", "every second", "every other", "half of", "half of the", "half the", "most of", "most of the", "some of", "some of the", "a third of", "a third of the", "a quarter of", "a quarter of the", "two thirds of", "two thirds of the", "a third more", "a quarter more", "half as many again", "bigger", "larger", "smaller", "beefier", "a bit", "a little", "a little bit", "slightly", "somewhat", "a bit more", "a little more"]),
];

/// Words that carry nothing an intent is about. Adjectives stand here only when leaving them out
/// changes no setting.
#[rustfmt::skip]
pub(crate) const STOPS: &[&str] = &[
 "but not go beyond it", "but not go beyond them", "but not beyond", "but not exceed it", "but not exceed them", "but may not exceed it", "and may not exceed it", "no more and no less than", "no more and no fewer than", "not more and not less than", "not less and not more than", "neither more nor less than", "neither more nor fewer than", "no more no less than", "to the number of", "in the number of", "to the tune of", "in the order of", "accompany", "accompanies", "much obliged", "be much obliged", "obliged", "be obliged", "would be obliged", "delighted", "be delighted", "would be delighted", "thankful", "be thankful", "be happy", "would be happy", "be pleased", "would be pleased", "that is how", "this is how", "from zero", "from scratch", "zero others", "and zero others", "no others", "and no others", "one direction only", "1 direction only", "in one direction only", "kustomize patch", "strategic merge patch", "json patch", "at any time", "at every moment", "around the clock", "at all hours", "for reason that", "for the reason that", "seeing that", "in view of the fact that", "actual", "ought", "open ran location", "open ran site", "open ran area", "o ran location", "o ran site", "o ran area", "one of you", "one of us", "some of you", "any of you", "one of your colleagues", "numbering", "totalling", "totaling", "amounting to", "supported", "which is why", "that is why", "this is why", "that why", "for which reason", "for this reason",
 "a", "an", "the", "of", "please", "is", "are", "be", "been", "being", "was", "will", "would", "shall", "should", "must", "may", "can",
 "could", "has", "have", "it", "its", "them", "their", "they", "this", "these", "that", "those", "which", "who", "where", "there", "we",
 "our", "us", "i", "me", "my", "you", "your", "as", "such", "so", "if", "when", "whenever", "now", "new", "fresh", "existing", "current",
 "currently", "running", "present", "all", "both", "any", "same", "own", "type", "kind", "sort", "set of", "a set of",
 "network", "networks", "network function", "network functions", "nf", "nfs", "cnf", "cnfs", "vnf", "vnfs", "function", "functions", "component", "components",
 "service", "services", "workload", "workloads", "5g", "5g sa", "sa", "3gpp", "nr", "k8s", "kubernetes", "cloud native", "containerized", "containerised",
 "no fewer and no more than", "no less and no more than", "neither fewer nor more than", "auth for", "authn for", "authz for", "auth of", "auth method", "auth mechanism", "and no other one", "and no other slice", "and no other", "no other one", "elsewhere", "service order", "order form", "sizing sheet", "data sheet", "datasheet", "in number", "happy", "would love", "field engineer", "field engineers", "engineer", "engineers", "technician", "technicians", "planner", "planners", "radio planner", "administrator", "administrators", "change manager", "crew", "as seen by",  "number", "count", "number of", "the number of", "value", "level", "target", "targets", "total", "about", "around", "approximately", "roughly", "approx", "exactly",
 "expected", "desired", "required", "requirements", "needed", "necessary", "concurrent", "simultaneous", "active", "connected", "registered",
 "end to end", "e2e", "one way", "average", "aggregate", "peak", "sustained", "overall", "combined", "up and running", "in place", "in total", "in order", "in order to", "hand",
 "like", "lets", "let us", "hi", "hello", "hey", "team", "thanks", "thank you", "kindly", "asap", "immediately", "quickly", "right away", "today", "tonight",
 "complete", "full", "entire", "whole", "basic", "simple", "minimal", "small", "large", "big", "typical", "standard", "default", "initial", "proper", "correct", "good",
 "scalable", "robust", "modern", "state of the art", "large scale", "at scale", "local", "respective", "corresponding", "following", "appropriate", "given",
 "including but", "via the", "out", "off", "again", "still", "already", "too", "only if", "well", "respectively", "accordingly", "namely",
 "qos", "sla", "slo", "quality of service", "policy", "policies", "network policy", "network policies", "rule", "rules", "setting", "settings", "configuration", "resource", "resources", "profile", "spec",
 "interface", "reference point", "reference points", "connection", "connections", "link", "units", "unit", "nodes", "node", "gateway", "stack", "cloud",
 "without downtime", "without interruption", "without service interruption", "with no downtime", "with zero downtime", "zero downtime", "without impacting service", "without dropping sessions", "in a rolling fashion", "gracefully", "safely", "no downtime",
 "capacity for", "capacity of", "a capacity of", "a capacity for", "with capacity for", "with a capacity of", "horizontally", "vertically", "dynamically", "automatically", "auto",
 "within the", "latest", "environment", "mode", "deployment mode", "location", "data center", "datacenter", "located", "located in", "based", "side", "area", "here", "everything else",
 "requested", "size", "density", "device density", "connection density", "per replica", "per pod", "per instance", "for each replica", "each replica", "each pod", "every pod", "request", "requests", "request for", "do", "does", "perform", "then the", "next", "second nature",
 "customer", "tenant", "enterprise", "operator", "campus", "plane", "signalling", "signaling", "data", "packet", "pdu", "use", "uses", "used", "work", "works", "go", "come", "take", "takes", "exceed", "exceeds", "reaches", "hits", "high", "low",
 "than", "between the", "compliant", "aware", "capable", "ready", "based on", "according to", "strict", "tight", "stringent", "very", "also the", "too much", "yes", "ok", "okay",
 "old", "legacy", "instead", "able", "somebody", "someone", "anyone", "fyi", "btw", "pls", "plz", "urgent", "maintenance window", "maintenance", "window", "night", "at night", "overnight", "weekend", "the weekend", "at all times", "all times", "always", "one at a time", "one pod at a time", "one by one", "at the same time", "at once", "at a time", "for now", "from now on", "too few", "too many", "no longer used", "access", "access to", "per slice", "per network slice", "class", "qos class", "bearer", "default bearer", "flow", "flows", "qos flow", "tomorrow", "morning", "evening", "week", "month", "soon", "later", "finally", "afterwards", "first", "second", "third", "just like", "once", "since", "seeing", "see", "having trouble", "issue", "issues", "problems", "note", "please note", "keeps", "keep it", "carry", "carries", "handles", "able to", "somewhere", "everywhere", "overloaded", "busy", "healthy", "again please", "would you", "could you", "can you", "on the call", "as discussed", "as agreed", "per our discussion", "as per", "kind of", "sort of", "quick", "brand new", "dedicated to", "primary", "main", "central", "regional", "national", "another one", "extra care", "order to", "side by side", "scenario", "use case", "use cases", "application", "applications", "solution", "platform", "infrastructure", "system", "systems", "production ready", "carrier grade", "telco grade", "support for", "accordance", "attribute", "attributes", "parameter", "parameters", "isolation level", "coverage", "sla of", "an sla of", "sla target", "guarantee of", "object", "objects", "expectation", "expectations", "objective", "objectives", "goal", "goals", "context", "managed", "managed element", "don't worry", "running at", "pool", "group", "fleet", "farm",
    "radio", "radio service", "radio access",
    "one after the other", "one after another", "nothing more", "nothing else", "nobody else", "no one else", "everybody else", "everyone else", "anybody else", "anyone else", "none else", "dear", "dear all", "thx", "we'd", "we'll", "we've", "kind regards", "best regards", "regards", "cheers", "many thanks", "colleagues", "good morning", "good afternoon", "all three", "all four", "the two of them", "the three of them", "vonr", "volte", "lte", "gst", "nest", "gst attributes", "sms", "nas", "ptp", "wi fi", "wifi", "noc", "untrusted", "would you mind", "mind", "do the needful", "the needful", "needful", "respected", "to begin with", "to start with", "for a start", "alike", "completely", "entirely", "fully", "strictly", "absolutely", "demanded", "fast enough", "good enough", "savings", "path", "lose", "loses", "shed", "sheds", "gain", "gains", "bothers", "not one more", "and not one more", "best effort", "else", "money", "tenants", "software", "call control", "until", "further notice", "everyone", "anybody", "belong", "belongs", "belonging", "goes", "stays", "stay", "gets", "security", "placement", "weight", "firewall", "traffic rule", "mandatory", "unchanged", "the rest", "rest", "stays blocked", "blocked", "deadline", "business", "public safety", "mission", "as well", "any more", "anymore", "no longer", "hesitate", "written",
       "that one", "this one", "the one", "which one", "day one", "from day one", "phase one", "phase two", "core engineering", "core operations", "core team", "core ops", "core planning", "packet core operations", "packet core team", "packet core engineering", "core network operations", "core network planning", "core network team", "ran team", "ran operations", "ran planning", "network operations", "action", "requester", "re", "fwd", "fw", "aw", "requestor", "scope", "title", "subject", "description", "summary", "reason", "owner", "remarks", "remark", "comment", "comments", "status", "starting", "possible", "away", "image", "kick off", "2g", "3g", "4g", "kpi", "kpis", "quick one", "serviceprofile", "sliceprofile", "service profile", "slice profile", "think", "i think", "we think", "believe", "after the other", "after another", "at the moment", "at present", "presently", "different", "distinct", "however", "therefore", "thus", "hence", "although", "though", "otherwise", "even", "yet", "permitted", "is permitted", "be permitted", "is to be permitted", "allowed", "is allowed", "be allowed", "is to be allowed",
    "live", "hangs", "clock", "rest of", "stuck", "counts", "weighs", "list", "lists", "plan", "plans", "report", "overview", "draft", "memo", "review", "token", "tokens", "way", "whoever", "everybody", "typo", "zero trust", "no other change", "no other changes", "without limits", "without a limit", "arrange", "arrange for", "proceed with", "proceed", "go ahead with", "go ahead", "see to", "take care of", "initiate", "trigger", "commence", "undertake", "attend to", "people", "numbers", "sw", "hw", "canary", "canary first", "ceo", "cto", "cfo", "cio", "cab", "hq", "eur", "usd", "gbp", "grateful", "would be grateful", "appreciated", "would be appreciated", "much appreciated", "glad", "pleased", "by contrast", "in contrast", "on the other hand", "on the contrary", "be admitted", "admitted", "cannot afford", "available", "is available", "are available", "confirmed", "idle", "matters", "altogether", "contractual", "agreed", "intended", "no other change intended", "fine", "stands", "remedy", "caller", "third party", "control plane", "both planes", "control and user plane", "user and control plane", "normal", "usual", "real time", "in real time", "back", "order for", "orders for", "steered by", "triggered at", "triggered by", "driven by", "anywhere", "beforehand", "counting from", "on top", "compulsory", "pursuant to", "execute", "approved",
    "quantity", "qty", "amount", "other", "others", "remain", "remains", "what", "everything", "anything", "wanted", "reps", "newly", "hereby", "thereafter", "hereafter", "thereof", "whereas", "in advance", "thanks in advance", "many thanks in advance", "in parallel", "in general", "in addition", "in particular", "in line with", "in case", "in use", "in operation", "in service", "in accordance with", "in terms of", "in short", "in fact", "in future", "in the future", "in scope", "in question", "in the meantime", "in progress", "in that order", "in this order", "in the same order", "on demand", "on request", "on time", "on top of that", "on site", "on premises", "on prem", "by means of", "by way of", "at hand", "at the latest", "at last", "in person", "as follows", "as stated", "as described", "as specified", "as tabulated", "as listed", "as required by", "as mentioned", "as shown", "described", "specified", "stated", "listed", "mentioned", "data centre", "data centres", "datacentre", "data centers", "gsma", "etsi", "itu", "ietf", "o ran alliance", "tmf", "pfcp", "ngap", "gtp", "gtp u", "sctp", "rrc", "pdcp", "http2", "sip", "diameter", "oom", "ar", "vr", "xr", "cctv", "hd", "uhd", "mes", "plc", "plcs", "poc", "ask", "asks", "asking", "asked", "bidder", "bidders", "vendor", "vendors", "supplier", "contractor", "prior", "prior to", "onwards", "by name", "meant for", "attributable", "contributed", "caused by", "type of", "of type", "mfg", "br", "rgds", "ta", "ty", "tia", "sir", "madam", "folks", "guys", "all of them", "the lot", "mate", "tks", "merci", "danke", "worker", "workers", "host", "server", "servers", "machine", "box",
    "i'd", "i'm", "i'll", "i've", "we're", "they're", "they'd", "it'd", "it'll", "you'd", "you'll", "you're", "newest", "would be", "go for", "instead please",
    "production data", "production line", "production lines", "production hall", "production halls", "production plant", "production floor", "as low as possible", "as small as possible", "as short as possible", "as high as possible",
    "previous version", "previous release", "previous software", "last version", "last release", "version before", "earlier version", "prior version", "memory leak", "memory leaks", "electricity company", "electricity provider", "electricity supplier", "power company", "power grid", "power board", "power station", "power plant", "power utility", "energy company", "energy provider", "energy supplier", "energy utility",
    "at the end of the month", "at the end of the week", "at the end of the year", "at the end of the day", "at the end of the quarter", "end of the month", "end of the week", "end of the year", "end of month", "end of week", "end of year",
    "fire brigade", "fire department", "fire service",
    "low bandwidth", "little bandwidth", "low data rate", "low data rates", "low throughput", "modest bandwidth",
    "session setup", "session establishment", "call setup", "call establishment", "connection setup", "bearer setup", "registration procedure", "attach procedure", "setup time", "setup times", "session setup time", "session setup times", "call setup time", "call setup times",
    "exists", "exist", "cover", "covers", "effected", "executed", "carried out", "performed", "conducted", "undertaken", "fulfilled", "completed", "finished", "missing", "nobody", "no one", "whose", "procedure", "hardware", "protection", "graceful", "comprises", "part", "parts", "bits", "comparable",
    "api", "apis", "both halves of", "both halves", "halves of", "the fly", "third parties", "sitting", "sits", "sit", "stays put", "calls", "bring it up", "set that up", "from now", "from today", "going forward", "right now",
    "in mind", "done", "has done its job", "on top of what is running", "on top of what is there", "on top of what runs", "in addition to what is running", "besides what is running", "gives", "style", "need to know", "broadcaster", "life",
    "ims people", "ims folks", "ims guys", "ims department", "ims colleagues", "ims engineers", "ims group", "core people", "core folks", "core guys", "core department", "core colleagues", "core engineers", "core group", "ran people", "ran folks", "ran guys", "ran department", "ran colleagues", "ran engineers", "ran group", "epc people", "epc folks", "epc guys", "epc department", "epc colleagues", "epc engineers", "epc group", "o ran people", "o ran folks", "o ran guys", "o ran department", "o ran colleagues", "o ran engineers", "o ran group", "packet core people", "packet core folks", "packet core guys", "packet core department", "packet core colleagues", "packet core engineers", "packet core group", "ims team", "epc team", "ims operations",
];
