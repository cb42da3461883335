//! The rules by id, with severity and source.

use nephoran_api::{ManifestFinding, Severity};

/// Which part of a validation a rule belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Whether an API server accepts the objects.
    Schema,
    /// Whether Pods and traffic are confined.
    Security,
    /// Whether 3GPP and O-RAN rules hold.
    Compliance,
}

/// One rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The id, e.g. `NEPH-SEC-001`.
    pub id: &'static str,
    /// How bad a finding is.
    pub severity: Severity,
    /// Which part of a validation it belongs to.
    pub area: Area,
    /// What must hold.
    pub title: &'static str,
    /// Where the rule comes from.
    pub source: &'static str,
    /// Whether a folder can be mended without knowing what its author meant: nothing that works stops working.
    pub fixable: bool,
}

impl Rule {
    pub(crate) fn finding(&self, file: &str, message: impl Into<String>) -> ManifestFinding {
        ManifestFinding {
            file: file.to_owned(),
            rule: self.id.to_owned(),
            severity: self.severity,
            message: message.into(),
        }
    }
}

/// Declares the rules as constants and as [`RULES`], so that no rule misses the list.
macro_rules! rules {
    ($($name:ident = $id:literal, $severity:ident, $area:ident, $title:literal, $source:literal $(, fixable: $fixable:literal)?;)+) => {
        $(
            #[doc = concat!($id, ": ", $title, ".")]
            pub const $name: Rule = Rule {
                id: $id,
                severity: Severity::$severity,
                area: Area::$area,
                title: $title,
                source: $source,
                fixable: false $(|| $fixable)?,
            };
        )+

        /// Every rule, in the order of its id's area.
        pub const RULES: &[Rule] = &[$($name),+];
    };
}

rules! {
    SCHEMA = "NEPH-SCH-001", Error, Schema, "every object fits the schema of its kind", "Kubernetes API v1.34, strict field validation";
    UNKNOWN_KIND = "NEPH-SCH-003", Info, Schema, "the kind's schema is known offline", "this program's kinds; an API server knows its own";
    TEMPLATE = "NEPH-SCH-002", Error, Schema, "every template of a configuration gives one", "the template set";
    NAMES = "NEPH-ID-001", Error, Schema, "names are DNS names", "RFC 1035 clause 2.3.1; RFC 1123 clause 2.1";
    UNIQUE = "NEPH-ID-002", Error, Schema, "no two objects share an identity", "Kubernetes API conventions: one object per kind, namespace and name";
    LABELS = "NEPH-ID-003", Error, Schema, "labels name the function and selectors match its pods", "Kubernetes recommended labels";
    COMPLETE = "NEPH-ID-004", Error, Schema, "every function of the plan has its objects", "the plan";
    POD_SECURITY = "NEPH-SEC-001", Error, Security, "every pod meets its security level or carries a waiver", "Kubernetes Pod Security Standards v1.34";
    WAIVER = "NEPH-SEC-002", Info, Security, "a waiver is recorded", "the catalogue's security waivers";
    PINNED_IMAGE = "NEPH-SEC-003", Error, Security, "images are pinned by tag or digest", "CIS Kubernetes Benchmark v1.10 clause 5.5.1";
    INLINE_SECRET = "NEPH-SEC-004", Error, Security, "secrets are referenced, never inlined", "CIS Kubernetes Benchmark v1.10 clause 5.4.2";
    ESCALATION = "NEPH-SEC-005", Error, Security, "no container can gain rights", "Kubernetes Pod Security Standards v1.34, restricted", fixable: true;
    SYSTEM_CALLS = "NEPH-SEC-006", Error, Security, "system calls are filtered", "Kubernetes Pod Security Standards v1.34, restricted", fixable: true;
    POLICY_PRESENT = "NEPH-NET-001", Error, Security, "a NetworkPolicy denies by default", "CIS Kubernetes Benchmark v1.10 clause 5.3.2";
    POLICY_EXACT = "NEPH-NET-002", Error, Security, "a NetworkPolicy admits exactly the reference-point table", "the catalogue's reference points";
    CROSS_CLUSTER = "NEPH-NET-003", Info, Security, "traffic between clusters is admitted by port alone", "Kubernetes NetworkPolicy: selectors see one cluster";
    RULE_WITHOUT_EFFECT = "NEPH-NET-004", Warning, Security, "every network rule of the plan admits something", "the plan";
    POLICY_OPEN = "NEPH-NET-005", Error, Security, "no NetworkPolicy admits everybody", "CIS Kubernetes Benchmark v1.10 clause 5.3.2";
    RESOURCES = "NEPH-RES-001", Error, Compliance, "requests and limits give the planned quality of service", "Kubernetes Pod Quality of Service Classes";
    DECLARED_PORT = "NEPH-INT-001", Error, Compliance, "a declared interface has its port with number and protocol", "the catalogue's reference points";
    STANDARD_PORT = "NEPH-INT-002", Error, Compliance, "an interface uses a port and protocol its standard accepts", "the catalogue's reference points";
    REQUIRED_INTERFACE = "NEPH-INT-003", Error, Compliance, "a function declares the interfaces of its type", "TS 23.501 clause 4.2; TS 38.401 clause 6; O-RAN.WG1 O-RAN Architecture Description";
    ONE_NODE = "NEPH-INT-004", Warning, Compliance, "a node that its peers know by one identity has one replica", "TS 29.244 clause 5.8.1 (PFCP association); TS 38.473 clause 8.2.3, TS 37.483 clause 8.2.3 and TS 38.413 clause 8.7.1 (F1, E1 and NG setup)";
    IDENTITY = "NEPH-TEL-001", Error, Compliance, "PLMN, tracking area and slice are valid and the same everywhere", "TS 23.003 clauses 2.2, 12.1, 28.4.2 and 28.6";
    NETWORK_ADDRESSES = "NEPH-TEL-003", Error, Compliance, "networks Pods are attached to have prefixes of their own, with the gateway inside", "RFC 4632 clause 3.1; RFC 1812 clause 5.2.4.3";
    DATA_NETWORK = "NEPH-TEL-002", Error, Compliance, "data networks have valid pools that do not overlap", "TS 23.501 clause 5.8.2.2";
}
