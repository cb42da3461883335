//! The vocabulary of network functions: what an intent may name and what a plan may hold.

use crate::named::named_enum;
use crate::names::NAMES;

named_enum! {
    /// A network function of the 5G core, the RAN, the RIC and SMO, or the EPC and IMS.
    ///
    /// The spellings are those of the original operator's `targetComponents`, extended by the functions
    /// operators ask for beside them.
    pub enum NetworkFunctionType ("network function type") {
        /// Access and Mobility Management Function, TS 23.501 clause 6.2.1.
        Amf = "AMF",
        /// Session Management Function, TS 23.501 clause 6.2.2.
        Smf = "SMF",
        /// User Plane Function, TS 23.501 clause 6.2.3.
        Upf = "UPF",
        /// Network Repository Function, TS 23.501 clause 6.2.6.
        Nrf = "NRF",
        /// Authentication Server Function, TS 23.501 clause 6.2.8.
        Ausf = "AUSF",
        /// Unified Data Management, TS 23.501 clause 6.2.7.
        Udm = "UDM",
        /// Unified Data Repository, TS 23.501 clause 6.2.11.
        Udr = "UDR",
        /// Unstructured Data Storage Function, TS 23.501 clause 6.2.12.
        Udsf = "UDSF",
        /// Policy Control Function, TS 23.501 clause 6.2.4.
        Pcf = "PCF",
        /// Network Slice Selection Function, TS 23.501 clause 6.2.14.
        Nssf = "NSSF",
        /// Network Exposure Function, TS 23.501 clause 6.2.5.
        Nef = "NEF",
        /// Short Message Service Function, TS 23.501 clause 6.2.13.
        Smsf = "SMSF",
        /// Binding Support Function, TS 23.503 clause 6.1.1.2 and TS 29.521.
        Bsf = "BSF",
        /// Charging Function, TS 32.290.
        Chf = "CHF",
        /// Network Data Analytics Function, TS 23.501 clause 6.2.18.
        Nwdaf = "NWDAF",
        /// Service Communication Proxy, TS 23.501 clause 6.2.19.
        Scp = "SCP",
        /// Security Edge Protection Proxy, TS 23.501 clause 6.2.17.
        Sepp = "SEPP",
        /// Non-3GPP Interworking Function, TS 23.501 clause 6.2.9.
        N3iwf = "N3IWF",
        /// Trusted Non-3GPP Gateway Function, TS 23.501 clause 6.2.9A.
        Tngf = "TNGF",
        /// Trusted WLAN Interworking Function, TS 23.501 clause 4.2.8.5.
        Twif = "TWIF",
        /// Application Function, TS 23.501 clause 6.2.10.
        Af = "AF",
        /// Location Management Function, TS 23.273.
        Lmf = "LMF",
        /// Network Slice-specific and SNPN Authentication and Authorization Function, TS 29.526.
        Nssaaf = "NSSAAF",
        /// 5G Equipment Identity Register, TS 23.501 clause 6.2.15.
        FiveGEir = "5G-EIR",
        /// Data Collection Coordination Function, TS 23.288.
        Dccf = "DCCF",
        /// 5G base station with all its units in one workload, TS 38.401.
        Gnodeb = "gNodeB",
        /// O-RAN Distributed Unit, O-RAN.WG1 O-RAN Architecture Description.
        ODu = "O-DU",
        /// O-RAN Central Unit, control plane.
        OCuCp = "O-CU-CP",
        /// O-RAN Central Unit, user plane.
        OCuUp = "O-CU-UP",
        /// O-RAN Radio Unit.
        ORu = "O-RU",
        /// O-RAN 4G base station with an E2 termination.
        OEnb = "O-eNB",
        /// Near-real-time RAN Intelligent Controller: control loops of 10 ms to 1 s.
        NearRtRic = "Near-RT-RIC",
        /// Non-real-time RAN Intelligent Controller: control loops above 1 s.
        NonRtRic = "Non-RT-RIC",
        /// Service Management and Orchestration framework.
        Smo = "SMO",
        /// Application on the Non-RT RIC.
        RApp = "rApp",
        /// Application on the Near-RT RIC.
        XApp = "xApp",
        /// Mobility Management Entity, TS 23.401 clause 4.4.2.
        Mme = "MME",
        /// Serving Gateway, control plane, TS 23.214.
        SgwC = "SGW-C",
        /// Serving Gateway, user plane, TS 23.214.
        SgwU = "SGW-U",
        /// PDN Gateway, control plane, TS 23.214.
        PgwC = "PGW-C",
        /// PDN Gateway, user plane, TS 23.214.
        PgwU = "PGW-U",
        /// Home Subscriber Server, TS 23.002.
        Hss = "HSS",
        /// Proxy Call Session Control Function, TS 23.228.
        PCscf = "P-CSCF",
        /// Interrogating Call Session Control Function, TS 23.228.
        ICscf = "I-CSCF",
        /// Serving Call Session Control Function, TS 23.228.
        SCscf = "S-CSCF",
    }
}

impl NetworkFunctionType {
    /// The name of this type in object names: a DNS label that starts with a letter (`amf`, `o-cu-cp`,
    /// `near-rt-ric`), because a Service name may not start with a digit.
    #[must_use]
    pub const fn short_name(self) -> &'static str {
        NAMES[self as usize].short
    }

    /// What operators call this type beside its canonical name: lower case, words separated by one
    /// space, hyphens written as spaces. A text matches when its whole tokens do, so "ric" is not
    /// found in "metric". No synonym belongs to two types.
    #[must_use]
    pub const fn synonyms(self) -> &'static [&'static str] {
        NAMES[self as usize].synonyms
    }
}
